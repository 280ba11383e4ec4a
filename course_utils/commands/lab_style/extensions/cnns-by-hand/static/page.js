// What `course lab` brings into JupyterLab's page, in the form in which JupyterLab loads extensions, without a build step.

// Where there is little room, the list of files is closed once the page stands: a click on its tab opens it.
function closeIfNarrow(app) {
  app.restored.then(() => { // not returned: JupyterLab would wait for it before it calls the page restored
    if (window.innerWidth < 1000) app.shell.collapseLeft();
  });
}

const plugins = [{ id: "cnns-by-hand:narrow", autoStart: true, activate: closeIfNarrow }];
(window._JUPYTERLAB ??= {})["cnns-by-hand"] = { init() {}, get: async () => () => ({ __esModule: true, default: plugins }) };
