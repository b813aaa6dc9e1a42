// Makes JavaScript of each case's TypeScript. Argument: the folder of cases,
// each a folder with `case.ts`; for each a line of JSON holds the program.
const fs = require("node:fs");
const path = require("node:path");
const ts = require("typescript");

const folder = process.argv[2];
const compilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  esModuleInterop: true,
  useDefineForClassFields: false,
};
for (const name of fs.readdirSync(folder).sort()) {
  const file = path.join(folder, name, "case.ts");
  if (!fs.existsSync(file)) continue;
  const result = ts.transpileModule(fs.readFileSync(file, "utf8"), { compilerOptions, reportDiagnostics: true });
  const errors = (result.diagnostics ?? []).map((one) => ts.flattenDiagnosticMessageText(one.messageText, "\n"));
  const line = JSON.stringify({ case: Number(name), code: errors.length ? 1 : 0, out: errors.length ? "" : result.outputText, err: errors.join("\n") });
  const bytes = Buffer.from(line + "\n");
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(1, bytes, at);
}
