/** Light and dark as the reader's system is, and ink on paper. */
export const userPageStyle = `
:root { color-scheme: light dark; --text: #1d2522; --dim: #5a6661; --line: #dde3df; --back: #f4f6f4; --card: #ffffff; --good: #14704a; --goodBack: #d9efe3; --warn: #8a5300; --bad: #a8322a; --barGood: #2f9e6e; --barEdit: #d59a2c; --barBad: #cf5a50; --barNone: #c9d1cc; --link: #0b5c8f; }
@media (prefers-color-scheme: dark) { :root { --text: #e7ece9; --dim: #9da9a3; --line: #333c38; --back: #131816; --card: #1b211e; --good: #6fd3a4; --goodBack: #1c3a2d; --warn: #e8b45c; --bad: #f0938a; --barGood: #3fae7d; --barEdit: #c99235; --barBad: #c9645b; --barNone: #46504b; --link: #82c1ee; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.6 system-ui, -apple-system, "Segoe UI", sans-serif; overflow-wrap: anywhere; }
.page { max-width: 760px; margin: 0 auto; padding: 40px 24px 56px; }
.page + .page { border-top: 1px solid var(--line); }
header { margin-bottom: 28px; }
h1 { margin: 2px 0 6px; font-size: 34px; line-height: 1.15; letter-spacing: -0.02em; }
h2 { margin: 40px 0 4px; font-size: 20px; line-height: 1.3; letter-spacing: -0.01em; }
p { margin: 6px 0; }
a { color: var(--link); }
.over { color: var(--good); font-size: 14px; font-weight: 600; }
.dim { color: var(--dim); }
.lead { font-size: 17px; max-width: 60ch; }
.bar { display: flex; gap: 2px; height: 12px; margin: 22px 0 10px; border-radius: 6px; overflow: hidden; }
.bar span { min-width: 4px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 22px; margin: 0; padding: 0; list-style: none; font-size: 14px; }
.legend li::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 7px; border-radius: 3px; background: currentColor; }
.legend b { font-variant-numeric: tabular-nums; }
.legend span { color: var(--text); }
.accepted { background: var(--barGood); } .edited { background: var(--barEdit); } .rejected { background: var(--barBad); } .silent { background: var(--barNone); }
.legend .accepted, .legend .edited, .legend .rejected, .legend .silent { background: none; }
.legend .accepted { color: var(--barGood); } .legend .edited { color: var(--barEdit); } .legend .rejected { color: var(--barBad); } .legend .silent { color: var(--barNone); }
.kinds { margin: 10px 0 0; padding: 0; list-style: none; }
.kinds li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; padding: 8px 0; border-bottom: 1px solid var(--line); }
.kinds li:last-child { border-bottom: 0; }
.quotes { margin: 10px 0 0; padding: 0; list-style: none; }
.quotes li { display: flex; justify-content: space-between; gap: 16px; padding: 6px 0; }
.quotes .when { flex: none; font-size: 14px; }
.card { margin: 14px 0; padding: 18px 20px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
.card h3 { margin: 0; font-size: 17px; line-height: 1.4; }
.card blockquote { margin: 8px 0; padding-left: 12px; border-left: 3px solid var(--line); }
.card .how { font-size: 14px; }
.standing { margin-top: 10px; font-weight: 600; }
.changed .standing, .right .standing { color: var(--good); }
.waiting .standing { color: var(--bad); }
.known .standing, .fixing .standing { color: var(--warn); }
.track { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8px; margin: 16px 0 2px; padding: 0; list-style: none; font-size: 14px; line-height: 1.35; }
.track li { position: relative; padding-top: 20px; color: var(--dim); }
.track li::before { content: ""; position: absolute; top: 3px; left: 0; width: 12px; height: 12px; border: 2px solid var(--dim); border-radius: 50%; }
.track li::after { content: ""; position: absolute; top: 8px; left: 17px; right: -3px; height: 2px; background: var(--line); }
.track li:last-child::after { display: none; }
.track .done { color: var(--text); }
.track .done::before { border-color: var(--barGood); background: var(--barGood); }
.track .done::after { background: var(--barGood); }
.track b { display: block; font-weight: 600; }
.channel { margin-top: 12px; padding: 16px 20px; border-radius: 10px; background: var(--goodBack); font-size: 17px; }
.channel.none { background: none; border: 1px dashed var(--dim); }
footer { margin-top: 44px; padding-top: 14px; border-top: 1px solid var(--line); color: var(--dim); font-size: 14px; }
@media (max-width: 560px) {
  .page { padding: 24px 16px 40px; }
  h1 { font-size: 28px; }
  .card { padding: 14px 16px; }
  .track { grid-template-columns: 1fr; gap: 6px; }
  .track li { padding: 0 0 0 22px; }
  .track li::before { top: 3px; }
  .track li::after { top: 18px; bottom: -8px; left: 5px; right: auto; width: 2px; height: auto; }
  .track b { display: inline; margin-right: 6px; }
}
@media print {
  :root { color-scheme: light; --text: #000; --dim: #444; --line: #bbb; --back: #fff; --card: #fff; --good: #0b5137; --goodBack: #fff; --warn: #5c3700; --bad: #7a1f19; --link: #000; }
  * { print-color-adjust: exact; }
  body { font-size: 11pt; }
  .page { max-width: none; padding: 0; }
  .page + .page { break-before: page; border: 0; }
  .card, .channel, li { break-inside: avoid; }
  .channel { border: 1px solid #bbb; }
  h2 { break-after: avoid; }
}
`;
