// The editor of the page, made into one file by esbuild: editor.js.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

// Few colours, so that each is read on white and on near black; keywords are bold.
const STYLE = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword, tags.controlKeyword], fontWeight: "bold" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--live-literal)" },
  { tag: tags.comment, fontStyle: "italic", color: "var(--live-comment)" },
]);

/** An editor of Python in `place`. Tab leaves it, as it leaves any control; Shift or Ctrl and Enter run the code. */
export function editor(place, code, { heard, entered, label }) {
  const run = () => { entered(); return true; };
  const runs = Prec.highest(keymap.of(["Shift-Enter", "Mod-Enter", "Ctrl-Enter"].map(key => ({ key, run }))));
  const told = { "aria-label": label, spellcheck: "false", autocapitalize: "off", autocorrect: "off" };
  const extensions = [
    runs, lineNumbers(), highlightSpecialChars(), history(), drawSelection(), bracketMatching(), indentOnInput(),
    indentUnit.of("    "), EditorState.tabSize.of(4), python(), syntaxHighlighting(STYLE),
    keymap.of([...defaultKeymap, ...historyKeymap]), EditorView.lineWrapping, EditorView.contentAttributes.of(told),
    EditorView.updateListener.of(update => { if (update.docChanged) heard(update.state.doc.toString()); }),
  ];
  const view = new EditorView({ parent: place, state: EditorState.create({ doc: code, extensions }) });
  return {
    write: text => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    focus: () => view.focus(),
  };
}
