/*! This page carries Vega (https://vega.github.io), Copyright 2015-2021 University of Washington Interactive Data Lab,
BSD-3-Clause; in it parts of D3 (https://d3js.org), Copyright 2010-2021 Mike Bostock, ISC and BSD-3-Clause, and of Esprima,
Copyright 2011-2013 Ariya Hidayat and others, BSD-2-Clause.

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following
conditions are met:
1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
disclaimer in the documentation and/or other materials provided with the distribution.
3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote products
derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT
NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL
THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES
(INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE
OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE. */
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
