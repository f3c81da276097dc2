// Draws the clauses. Everything from outside goes in as text, never as markup.

const KANA = /[\u3040-\u30ff]/;
const HANGUL = /[\uac00-\ud7af]/;
const HAN = /[\u3400-\u9fff]/;
const STARTED = 1e-3; // seconds
const LONGEST = 4; // lines on the screen; more of them are scrolled

export class Captions {
  constructor(root) {
    this.box = root.querySelector("#caption");
    this.name = root.querySelector("#name");
    this.lines = root.querySelector("#lines");
    this.rows = new Map(); // passage -> {line, words (their spans), at}
  }

  /** Show `heard` (see Heard.look) as the options say; `held`: in the middle of a clause, for as long as it takes. */
  draw(heard, options, { hidden, held }) {
    const due = !hidden && (held || heard.silence < options.linger);
    const visible = due ? heard.rows.filter(drawable).slice(-options.rows) : [];
    this.keepOnly(visible);
    for (const passage of visible) if (!this.rows.has(passage)) this.add(passage);
    const last = visible[visible.length - 1];
    this.box.classList.toggle("shown", Boolean(last));
    if (!last) return;
    this.box.dataset.feel = last.feel;
    this.box.dataset.kind = last.kind;
    this.box.style.setProperty("--strength", String(last.strength));
    const name = options.name ? last.author : "";
    if (this.name.textContent !== name) this.name.textContent = name;
    for (const passage of visible) this.light(passage, passage === last ? heard.spoken : Infinity, passage === last);
  }

  keepOnly(visible) {
    for (const [passage, row] of this.rows) {
      if (visible.includes(passage)) continue;
      row.line.remove();
      this.rows.delete(passage);
    }
  }

  add(passage) {
    const line = document.createElement("p");
    line.className = "line";
    line.dir = "auto";
    line.dataset.feel = passage.feel;
    const words = [];
    for (const segment of passage.segments) {
      if (typeof segment === "string") line.append(segment);
      else words.push(addWord(line, segment[0]));
    }
    line.lang = language(line.textContent);
    this.rows.set(passage, { line, words, at: -2 });
    this.lines.append(line);
    this.box.classList.add("shown"); // what is not shown has no size
    shrink(line, words);
    const height = parseFloat(getComputedStyle(line).lineHeight);
    line.classList.toggle("long", line.clientHeight > LONGEST * height + 2);
  }

  light(passage, spoken, current) {
    const row = this.rows.get(passage);
    row.line.classList.toggle("past", !current);
    const at = current ? wordAt(passage, spoken) : row.words.length;
    if (at === row.at) return;
    row.at = at;
    row.words.forEach((span, place) => {
      span.classList.toggle("said", place < at);
      span.classList.toggle("now", place === at);
    });
    if (row.words[at]) follow(row.line, row.words[at]);
  }
}

function drawable(passage) {
  return passage.segments.length > 0;
}

/** The word that sounds `spoken` seconds into the clause, or did last; -1 before the first. */
function wordAt(passage, spoken) {
  let at = -1;
  for (const segment of passage.segments) {
    if (typeof segment === "string") continue;
    if (segment[1] > spoken + STARTED) break;
    at += 1;
  }
  return at;
}

function addWord(line, text) {
  const span = document.createElement("span");
  span.className = "word";
  span.textContent = text;
  line.append(span);
  return span;
}

/** Makes the box as narrow as the balanced lines; in em, so that it grows with the page. */
function shrink(line, words) {
  if (!words.length) return;
  const left = Math.min(...words.map((word) => word.offsetLeft));
  const right = Math.max(...words.map((word) => word.offsetLeft + word.offsetWidth));
  line.style.width = (right - left + 2) / parseFloat(getComputedStyle(line).fontSize) + "em";
}

/** Keeps the word in sight where the clause is longer than the box; moves by whole lines. */
function follow(line, span) {
  if (!line.classList.contains("long")) return;
  const height = parseFloat(getComputedStyle(line).lineHeight);
  const row = Math.floor((span.offsetTop + span.offsetHeight / 2) / height);
  line.scrollTop = Math.max(0, row - 1) * height;
}

/** So that the browser takes the right forms of Chinese characters. */
function language(text) {
  if (KANA.test(text)) return "ja";
  if (HANGUL.test(text)) return "ko";
  return HAN.test(text) ? "zh" : "";
}
