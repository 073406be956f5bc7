// Replicates a file of events, one JSON object a line, from a PouchDB on disk to another one behind
// HTTP on loopback, as its documentation does it, and says what that took:
//
//   node pouchdb.mjs EVENTS DIRECTORY    {"events":..,"events_per_second":..,"bytes_per_event":..,
//                                         "one_event_ms":..} on standard output
//
// Bytes are those of all requests and answers on the line, headers included. LevelDB, PouchDB's own
// store under Node, does not wait for the disk; ours does.
import { readFileSync, mkdirSync } from "node:fs";
import { createServer, connect } from "node:net";
import { join } from "node:path";
import express from "express";
import PouchDB from "pouchdb";
import expressPouchDB from "express-pouchdb";

const [, , file, directory] = process.argv;
if (!file || !directory) {
  console.error("node pouchdb.mjs EVENTS DIRECTORY");
  process.exit(2);
}
const events = readFileSync(file, "utf8").split("\n").filter(Boolean);
mkdirSync(join(directory, "office"), { recursive: true });
mkdirSync(join(directory, "store"), { recursive: true });

// Head office.
const Office = PouchDB.defaults({ prefix: join(directory, "office/") });
const app = express();
app.use("/", expressPouchDB(Office, { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: join(directory, "log") }));
const office = await new Promise((done) => {
  const server = app.listen(0, "127.0.0.1", () => done(server));
});

// The line, which counts.
let bytes = 0;
const line = createServer((caller) => {
  const there = connect(office.address().port, "127.0.0.1");
  const count = (chunk) => (bytes += chunk.length);
  caller.on("data", count).on("error", () => there.destroy()).pipe(there);
  there.on("data", count).on("error", () => caller.destroy()).pipe(caller);
});
await new Promise((done) => line.listen(0, "127.0.0.1", done));
const remote = `http://127.0.0.1:${line.address().port}/journal`;

// The store: its events are there already, as a terminal's journal is.
const store = new PouchDB(join(directory, "store", "journal"));
const id = (seq) => String(seq).padStart(9, "0");
for (let at = 0; at < events.length; at += 500) {
  await store.bulkDocs(
    events.slice(at, at + 500).map((text, i) => ({ _id: id(at + i + 1), ...JSON.parse(text) })),
  );
}

// A first replication makes the database there and warms both up.
const options = { batch_size: 500, batches_limit: 10, checkpoint: "source" };
const began = performance.now();
const done = await store.replicate.to(remote, options);
const seconds = (performance.now() - began) / 1000;
const bytesAll = bytes;
if (done.docs_written !== events.length) throw new Error(JSON.stringify(done));

const rounds = 20;
const each = [];
for (let i = 0; i < rounds; ++i) {
  await store.put({ _id: id(events.length + 1 + i), ...JSON.parse(events[i % events.length]) });
  const before = performance.now();
  const one = await store.replicate.to(remote, options);
  each.push(performance.now() - before);
  if (one.docs_written !== 1) throw new Error(JSON.stringify(one));
}
each.sort((a, b) => a - b);
console.log(
  JSON.stringify({
    events: events.length,
    events_per_second: events.length / seconds,
    bytes_per_event: bytesAll / events.length,
    one_event_ms: each[rounds / 2],
    one_event_bytes: (bytes - bytesAll) / rounds,
  }),
);
process.exit(0);
