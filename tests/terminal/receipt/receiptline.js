// What receiptline (npm) makes of a document on standard input, as hexadecimal on standard output.
// Without receiptline it says so and exits 3.
let receiptline;
try {
  receiptline = require('receiptline');
} catch (missing) {
  console.error('receiptline is not installed');
  process.exit(3);
}
const document = require('fs').readFileSync(0, 'utf8');
const bytes = receiptline.transform(document, {
  cpl: 48, encoding: 'gb18030', command: 'escpos', spacing: false, cutting: true
});
process.stdout.write(Buffer.from(bytes, 'binary').toString('hex'));
