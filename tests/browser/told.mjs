// What was found: one sentence for each check, with every fault below it.

const told = { held: 0, failed: 0 };

/** Tells whether a sentence is true of the page: it is where no fault was found. */
export function check(sentence, faults) {
  if (faults.length === 0) {
    told.held += 1;
    console.log(`ok - ${sentence}`);
    return;
  }
  told.failed += 1;
  console.log(`not ok - ${sentence}`);
  for (const fault of faults.slice(0, 20)) {
    console.log(`#   ${printable(fault)}`);
  }
  if (faults.length > 20) {
    console.log(`#   and ${faults.length - 20} more`);
  }
}

/** What a terminal would hide or obey is spelt out. */
function printable(fault) {
  const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
  return String(fault).replace(hidden, (c) => `‹U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}›`);
}

/** The last line, and the exit code. */
export function summary() {
  console.log(`${told.held + told.failed} checks, ${told.failed} failed`);
  return told.failed === 0 ? 0 : 1;
}
