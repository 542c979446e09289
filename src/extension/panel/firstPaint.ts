/**
 * What a page with a first screen runs before its program: brings the rows to their place, keeps what is pressed meanwhile, and has the
 * program loaded once that is on the screen. The text of a script; the program's address and the place come from its own attributes.
 */
export const firstPaint = `(() => {
  const own = document.currentScript;
  const page = document.getElementById('page');
  let loaded = false;
  const load = () => {
    if (loaded) return;
    loaded = true;
    const program = document.createElement('script');
    program.nonce = own.nonce;
    program.src = own.dataset.program;
    document.body.append(program);
  };
  // Such windows are laid out in another way, which is the program's to do.
  if (matchMedia('(max-width: 699px), (max-height: 480px)').matches) {
    page.remove();
    load();
    return;
  }
  const held = [];
  const hold = (event) => {
    held.push(event);
    if (/^(Arrow|Page|Home|End)/.test(event.key)) event.preventDefault();
  };
  const kinds = ['keydown', 'click'];
  for (const kind of kinds) addEventListener(kind, hold);
  const rows = page.querySelector('.tree');
  if (rows) {
    const cursor = Number(own.dataset.cursor);
    const room = rows.clientHeight - rows.querySelector('.treeHead').offsetHeight;
    const below = cursor + 22 - room;
    rows.scrollTop = own.dataset.scrolled ? Number(own.dataset.scrolled) : below > 66 ? cursor - room / 3 : below;
    const { scrollTop } = rows;
    const row = rows.querySelector('[role="row"][tabindex="0"]');
    if (row) row.focus({ preventScroll: true });
    window.firstScreen = () => {
      for (const kind of kinds) removeEventListener(kind, hold);
      return { held, scrolled: rows.scrollTop === scrollTop ? null : rows.scrollTop };
    };
  }
  requestAnimationFrame(() => requestAnimationFrame(load));
  // A page that is not seen has no frames.
  setTimeout(load, 200);
})();`;
