// Vega's modules are written for a CommonJS loader; this is one, as small as they need it.
const radsweepModules = (function () {
  const loaded = new Map();
  // vega-functions asks for its neighbour under the name of another version.
  const require = (name) => loaded.get(name === "vega-selections" ? "vega-selection" : name);
  function add(name, run) {
    const module = { exports: {} };
    run(module, module.exports, require);
    loaded.set(name, module.exports);
  }
  function vega() {
    const all = Object.assign({}, ...loaded.values());
    const transforms = require("vega-dataflow").transforms;
    for (const name of ["vega-transforms", "vega-view-transforms", "vega-encode"]) Object.assign(transforms, require(name));
    all.transforms = transforms;
    return all;
  }
  return { add, vega };
})();
