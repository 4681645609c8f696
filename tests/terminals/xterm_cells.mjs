// What xterm.js makes of each step, as judge.py reads it: xterm_cells.mjs FOLDER PACKAGE [ADDON VERSION]
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, name, addon, version] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), 'package.json'));
const [cols, rows] = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')).size;
const terminal = new (require(name).Terminal)({ cols, rows, allowProposedApi: true });
if (addon) {
  const loaded = Object.values(require(addon)).find((value) => typeof value === 'function');
  terminal.loadAddon(new loaded());
  terminal.unicode.activeVersion = version;
}
const cells = (line) => Array.from({ length: cols }, (_, x) => line.getCell(x)).map((cell) =>
  cell.getWidth() === 0 ? '' : cell.getChars() || ' ');
for (const step of readdirSync(folder).filter((step) => step.startsWith('step-')).sort()) {
  await new Promise((done) => terminal.write(readFileSync(join(folder, step)), done));
  const { active } = terminal.buffer;
  console.log(JSON.stringify(Array.from({ length: rows }, (_, y) => cells(active.getLine(active.baseY + y)))));
}
