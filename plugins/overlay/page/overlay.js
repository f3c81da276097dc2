// Joins the parts: what the engine says goes into the model, and each frame draws what the model says is heard now.

import { Captions } from "./captions.js";
import { Heard } from "./heard.js";
import { keepLinked } from "./link.js";
import { asked, dress, options } from "./options.js";
import { Ticker } from "./ticker.js";

const root = document.documentElement;
const address = asked(location.search);
const heard = new Heard();
const captions = new Captions(root);
const ticker = new Ticker(root);
const status = root.querySelector("#status");
const OVER = 0.05; // seconds; a clause of which no more is left counts as said
const EMPTY = { lines: [], total: 0 };

let chosen = options({}, address);
let queue = EMPTY;
let voice = "lost";
let build = "";

function take(messages) {
  const now = performance.now() / 1000;
  for (const message of messages) {
    if (message.type === "hello") greeted(message);
    else if (message.type === "queue") queue = message;
    else if (message.type === "voice") voice = message.state;
    else heard.take(message, now);
  }
}

function greeted(hello) {
  if (build && hello.build !== build) location.reload(); // the engine was updated while this page stayed open
  build = hello.build;
  heard.forget();
  chosen = options(hello.options, address);
  dress(root, chosen);
}

function lost() {
  heard.forget();
  queue = EMPTY;
  voice = "lost";
}

function draw() {
  const now = heard.look(performance.now() / 1000);
  captions.draw(now, chosen, { hidden: voice === "muted", held: voice === "paused" && now.left > OVER });
  ticker.draw(queue, chosen.queue);
  status.dataset.state = voice;
  status.hidden = !chosen.status;
  requestAnimationFrame(draw);
}

const token = new URLSearchParams(location.search).get("token");
const scheme = location.protocol === "https:" ? "wss:" : "ws:";
dress(root, chosen);
keepLinked(`${scheme}//${location.host}/live${token ? "?token=" + encodeURIComponent(token) : ""}`, take, lost);
requestAnimationFrame(draw);
