// The connection to the engine: kept for ever, tried again when it is lost.

const FIRST_MS = 250;
const LONGEST_MS = 2000;
const SILENT_MS = 4000; // the engine speaks five times a second; a silent one hangs

/** Calls `take(messages)` with what arrives and `lost()` when the engine is gone. */
export function keepLinked(url, take, lost) {
  let wait = FIRST_MS;
  let socket;
  let watchdog;

  function open() {
    try {
      socket = new WebSocket(url);
    } catch {
      return again();
    }
    const mine = socket;
    watch();
    mine.onmessage = (event) => {
      if (mine !== socket) return;
      wait = FIRST_MS;
      watch();
      take(JSON.parse(event.data));
    };
    mine.onclose = () => mine === socket && again();
  }

  function again() {
    clearTimeout(watchdog);
    const old = socket;
    socket = null;
    if (old) old.close();
    lost();
    setTimeout(open, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 1.6, LONGEST_MS);
  }

  function watch() {
    clearTimeout(watchdog);
    watchdog = setTimeout(again, SILENT_MS);
  }

  open();
}
