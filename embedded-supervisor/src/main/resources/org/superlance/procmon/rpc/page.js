'use strict';

// an address with a login in it is refused by fetch
const address = path => new URL(path, location.origin + location.pathname);

document.documentElement.classList.add('js');

document.addEventListener('submit', event => {
  const question = event.submitter && event.submitter.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
  }
});

/** Shows the programs as they are now, every three seconds while the page is to be seen. */
async function refresh(table) {
  const time = document.getElementById('time');
  try {
    const answer = await fetch(address('index.html'), {cache: 'no-store'});
    if (!answer.ok) {
      throw new Error(answer.status + ' ' + answer.statusText);
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const rows = page.getElementById('programs').tBodies[0];
    // a button that is being pressed stays where it is
    if (!table.querySelector('button:active') && rows.innerHTML !== table.tBodies[0].innerHTML) {
      const focused = [...table.querySelectorAll('a, button')].indexOf(document.activeElement);
      table.tBodies[0].replaceWith(document.adoptNode(rows));
      const again = table.querySelectorAll('a, button')[focused];
      if (again) {
        again.focus({preventScroll: true});
      }
    }
    document.getElementById('summary').textContent = page.getElementById('summary').textContent;
    time.replaceWith(document.adoptNode(page.getElementById('time')));
  } catch (error) {
    time.textContent = 'Not up to date: ' + error.message;
  }
}

/** Appends what is written to the log, from the last kilobyte on. */
async function follow(log) {
  const note = document.getElementById('following');
  const answer = await fetch(address(log.dataset.follow), {cache: 'no-store'});
  if (!answer.ok) {
    throw new Error(answer.status + ' ' + answer.statusText);
  }
  note.textContent = 'Following; new lines appear at the end.';
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let first = true;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const text = first ? withoutOverlap(log.textContent, piece.value) : piece.value;
    first = false;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    log.append(text);
    if (log.textContent.length > 1000000) {
      log.textContent = log.textContent.slice(-500000);
    }
    if (atEnd) {
      log.scrollTop = log.scrollHeight;
    }
  }
}

/** What follows in the next text on the end of the one that is there. */
function withoutOverlap(there, next) {
  const whole = next.replace(/^\uFFFD+/, '');
  for (let length = Math.min(there.length, whole.length); length > 0; length--) {
    if (there.endsWith(whole.slice(0, length))) {
      return whole.slice(length);
    }
  }
  return whole;
}

const table = document.getElementById('programs');
if (table) {
  setInterval(() => document.hidden || refresh(table), 3000);
}

const log = document.getElementById('log');
if (log) {
  log.scrollTop = log.scrollHeight;
  if (log.dataset.follow) {
    const note = document.getElementById('following');
    const keep = () => follow(log)
        .then(() => { note.textContent = 'The log has ended; connecting again.'; },
            error => { note.textContent = 'Not followed: ' + error.message + '; connecting again.'; })
        .then(() => setTimeout(keep, 3000));
    keep();
  }
}
