/** Light and dark as the reader's system is, and ink on paper. */
export const htmlStyle = `
:root { color-scheme: light dark; --text: #1f2328; --dim: #59636e; --line: #d1d9e0; --back: #ffffff; --box: #f6f8fa; --wrong: #b3261e; --good: #1a7f37; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --line: #3d444d; --back: #0d1117; --box: #151b23; --wrong: #ff8b81; --good: #56d364; --link: #79c0ff; } }
* { box-sizing: border-box; }
body { max-width: 960px; margin: 0 auto; padding: 24px 20px 48px; background: var(--back); color: var(--text); font: 14px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.3; }
h2 { margin: 28px 0 8px; font-size: 16px; }
h4 { margin: 10px 0 4px; font-size: 12px; font-weight: 600; color: var(--dim); }
p { margin: 4px 0; }
a { color: var(--link); }
.dim { color: var(--dim); }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: 140px 1fr; gap: 12px; padding: 3px 0; border-bottom: 1px solid var(--line); }
dl > div:last-child { border-bottom: 0; }
dt { color: var(--dim); }
dd { margin: 0; }
ul { margin: 0; padding-left: 20px; }
.label { margin: 8px 0; padding: 10px 14px; border: 1px solid var(--line); border-left: 4px solid var(--line); border-radius: 4px; background: var(--box); }
.label.fail { border-left-color: var(--wrong); }
.label.pass { border-left-color: var(--good); }
.label .said { font-size: 15px; white-space: pre-wrap; }
.step { margin: 4px 0; border: 1px solid var(--line); border-radius: 4px; }
.step:target { outline: 2px solid var(--link); }
.step summary, .step .head { padding: 6px 10px; cursor: pointer; }
.step .head { cursor: default; padding-left: 26px; }
.step .n { display: inline-block; min-width: 2ch; color: var(--dim); font-variant-numeric: tabular-nums; }
.step .kind { color: var(--dim); }
.step .facts { float: right; padding-left: 12px; font-size: 12px; font-variant-numeric: tabular-nums; }
.body { padding: 2px 14px 12px; border-top: 1px solid var(--line); }
.message { margin: 8px 0; padding-left: 10px; border-left: 3px solid var(--line); }
.message.user { border-left-color: var(--link); }
.message.assistant { border-left-color: var(--good); }
.text { white-space: pre-wrap; }
pre { margin: 4px 0; padding: 8px 10px; overflow-x: auto; max-height: 480px; background: var(--box); border-radius: 4px; font: 12px/1.5 ui-monospace, monospace; white-space: pre-wrap; }
.error { color: var(--wrong); }
.tag { padding: 0 7px; border: 1px solid currentColor; border-radius: 9px; font-size: 11px; white-space: nowrap; }
.tag.wrong { color: var(--wrong); }
.tag.good { color: var(--good); }
@media (max-width: 560px) { dl > div { grid-template-columns: 1fr; gap: 0; } .step { margin-left: 0 !important; } .step .facts { float: none; display: block; padding-left: 26px; } }
@media print {
  :root { color-scheme: light; --text: #000; --dim: #444; --line: #bbb; --back: #fff; --box: #fff; --wrong: #900; --good: #060; --link: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  pre { max-height: none; }
  .step { break-inside: auto; }
  h2, summary { break-after: avoid; }
}
`;
