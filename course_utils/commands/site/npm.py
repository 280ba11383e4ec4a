"""What npm brings while the site is built: KaTeX, which sets the formulas, and esbuild, which bundles the editor."""

import json
import shutil
import subprocess

from course_utils.commands.errors import CommandError

# Answers one line of JSON, [formula, whether it stands in a line of its own], with one line of JSON: its HTML.
_SET = """
const katex = require(process.argv[1]);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [text, displayMode] = JSON.parse(line);
  let made;
  try { made = { html: katex.renderToString(text, { displayMode, output: "htmlAndMathml", throwOnError: true }) }; }
  catch (error) { made = { error: error.message }; }
  console.log(JSON.stringify(made));
});
"""
_BUNDLE = """
const [, esbuild, source, outfile, modules] = process.argv;
const settings = { bundle: true, minify: true, format: "esm", logLevel: "error" };
require(esbuild).buildSync({ entryPoints: [source], outfile, nodePaths: [modules], ...settings });
"""


def check(modules):
    """Raise `CommandError` where Node.js or its packages are missing.

    Parameters
    ----------
    modules : Path
        The folder node_modules.
    """
    if shutil.which("node") is None:
        raise CommandError(
            "course site sets formulas with Node.js, and there is no node: install it (version 18 or later)."
        )
    missing = [name for name in ("katex", "esbuild") if not (modules / name).is_dir()]
    if missing:
        raise CommandError(f"{' and '.join(missing)} not in {modules}. Fetch what the site needs: npm ci --prefix site")


def bundle(modules, source, target):
    """Write a module with all that it imports into one file."""
    words = [str(path.resolve()) for path in (modules / "esbuild", source)]
    done = subprocess.run(
        ["node", "-e", _BUNDLE, *words, str(target), str(modules.resolve())],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    if done.returncode:
        raise CommandError(f"esbuild could not bundle {source.name}: {done.stderr.strip()}")


class Formulas:
    """One process of Node.js that sets formulas, as long as the site is being built.

    Parameters
    ----------
    modules : Path
        The folder node_modules.
    """

    def __init__(self, modules):
        command = ["node", "-e", _SET, str((modules / "katex").resolve())]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
        self._process = subprocess.Popen(command, **pipes)

    def html(self, text, display=False):
        """A formula as HTML, with MathML for whoever listens.

        Raises
        ------
        CommandError
            KaTeX does not know what is written there.
        """
        print(json.dumps([text, display]), file=self._process.stdin, flush=True)
        made = json.loads(self._process.stdout.readline())
        if "error" in made:
            raise CommandError(f"KaTeX cannot set {text!r}: {made['error']}")
        return made["html"]

    def close(self):
        """End the process."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
