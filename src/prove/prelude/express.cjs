// Prelude of the Express proofs: put before setup and code, in the same scope.
// A card says what `app` does and which requests are sent; the requests wait in a
// queue until the whole program has been read (so they may stand in `setup`, before
// the card's own code), then run one after the other against a server on loopback.
const http = require("node:http");
const express = require("express");
const app = express();
app.set("env", "production"); // error pages without stack traces, so they are the same everywhere
console.error = () => {}; // Express logs errors of handlers there; a proof looks at the answers

const queue = [];
let quiet = 1000; // ms until a request without an answer is given up

// hit("POST /x", { json, text, type, headers, abort, show }): prints "status body".
// json: a value to be sent; text + type: a body as it is; abort: the client leaves after so many ms;
// show: (res) => what to print instead; res is { status, headers, text }.
function hit(line, opts = {}) { queue.push([line, opts]); }
const body = (line, opts) => hit(line, { show: (res) => res.text, ...opts });
const status = (line, opts) => hit(line, { show: (res) => res.status, ...opts });
const header = (line, name, opts) => hit(line, { show: (res) => String(res.headers[name.toLowerCase()]), ...opts });

function send(port, line, { json, text, type, headers = {}, abort }) {
  const [method, path] = line.split(" ");
  if (json !== undefined) { text = JSON.stringify(json); type ??= "application/json"; }
  if (type) headers = { ...headers, "Content-Type": type };
  if (text !== undefined) headers = { ...headers, "Content-Length": Buffer.byteLength(text) };
  return new Promise((done) => {
    const say = (why) => done({ status: "(" + why + ")", headers: {}, text: "" });
    const req = http.request({ host: "127.0.0.1", port, method, path, headers, agent: false }, (res) => {
      const parts = [];
      res.on("data", (part) => parts.push(part));
      res.on("error", () => say("cut off"));
      res.on("end", () => {
        let out = Buffer.concat(parts).toString();
        // Express's own pages are HTML documents; what they say stands in <pre>
        const page = /^<!DOCTYPE html>[^]*<pre>([^]*)<\/pre>/.exec(out);
        if (page) out = page[1].replace(/<br>.*/s, "").replace(/&quot;/g, '"').replace(/&#39;/g, "'");
        done({ status: res.statusCode, headers: res.headers, text: out });
      });
    });
    req.on("error", (err) => say(abort ? "client left" : err.code));
    req.setTimeout(quiet, () => { say("no answer"); req.destroy(); });
    if (abort) setTimeout(() => req.destroy(), abort);
    req.end(text);
  });
}

setImmediate(() => {
  if (!queue.length) return;
  const server = app.listen(0, "127.0.0.1", async () => {
    for (const [line, opts] of queue) {
      const res = await send(server.address().port, line, opts);
      console.log(opts.show ? opts.show(res) : (res.status + " " + res.text).trim());
    }
    await new Promise((r) => setTimeout(r, 30)); // what handlers do after their answer
    server.close();
    server.closeAllConnections();
  });
});
