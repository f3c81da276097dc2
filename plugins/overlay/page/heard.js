// What is heard now, from the engine's last words and the time since. Times in seconds; knows nothing of the document.

const KEPT = 16;

export class Heard {
  constructor() {
    this.forget();
  }

  /** Nothing is known any more. */
  forget() {
    this.passages = [];
    this.sync = { clock: 0, speaking: false };
    this.at = 0;
    this.sample = null;
  }

  /** Take in one message that arrived at `now`. */
  take(message, now) {
    if (message.type === "passage") this.learn(message);
    else if (message.type === "cut") this.passages = this.passages.filter((one) => one.turn !== message.turn);
    else if (message.type === "sample") this.sample = { ...message, turn: -1, index: 0, since: now };
    else if (message.type === "sync") this.follow(message, now);
  }

  follow(sync, now) {
    this.sync = sync;
    this.at = now;
    // An earlier turn is over: it must not come back for a frame when the turn heard is cut.
    this.passages = this.passages.filter((one) => one.turn === sync.turn || one.start > sync.clock);
  }

  /** More may become known of a clause while it sounds; it stays the same object, and so where it is drawn. */
  learn(passage) {
    const known = this.passages.find((one) => one.turn === passage.turn && one.index === passage.index);
    if (known) Object.assign(known, passage);
    else this.passages.push(passage);
    this.passages.sort((a, b) => a.start - b.start);
    this.passages = this.passages.slice(-KEPT);
  }

  /** The clauses begun of the turn heard, oldest first; `spoken` and `left` seconds of the last, `silence` since. */
  look(now) {
    const passed = now - this.at;
    const clock = this.sync.clock + passed;
    const begun = this.passages.filter((one) => one.start <= clock);
    const last = begun[begun.length - 1];
    if (!last) return this.sampled(now);
    const spoken = this.spoken(last, clock, passed);
    const silence = this.silence(last, clock, passed);
    if (silence > 0.5 && this.sample && this.sample.since > this.at - silence) return this.sampled(now);
    return { rows: begun.filter((one) => one.turn === last.turn), spoken, silence, left: last.seconds - spoken };
  }

  spoken(last, clock, passed) {
    const { turn, index, spoken, speaking } = this.sync;
    if (turn === last.turn && index === last.index) return Math.min(spoken + (speaking ? passed : 0), last.seconds);
    return Math.min(clock - last.start, last.seconds);
  }

  silence(last, clock, passed) {
    const { turn, index, silence, speaking } = this.sync;
    if (turn !== last.turn || index !== last.index) return Math.max(0, clock - last.start - last.seconds);
    return speaking ? 0 : silence + passed;
  }

  sampled(now) {
    if (!this.sample) return { rows: [], spoken: 0, silence: Infinity, left: 0 };
    const passed = now - this.sample.since;
    const spoken = Math.min(passed, this.sample.seconds);
    return { rows: [this.sample], spoken, silence: passed - spoken, left: 0 };
  }
}
