"""The looks of the site: those of a letter's page, and what a letter does not have."""

from correspondence.writers import html

STYLE = (
    html.STYLE
    + """
main { max-width: 60rem; } main > article, .prose { max-width: 44rem; }
h2 { margin-top: 2.6rem; } h3 { font-size: 1.1rem; margin: 0 0 .4rem; } p, ul, ol { margin: .5rem 0 .9rem; }
.skip { position: absolute; inset-inline-start: -99rem; } .skip:focus { position: static; }
.site { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem 0; }
.site + main { padding-top: 1rem; } .quiet { color: var(--quiet); }
.figures { list-style: none; padding: 0; font-size: 1.1rem; } .figures li { margin: .2rem 0; }
main > .figures li:first-child { font-size: 1.35rem; font-weight: bold; }
.threads { margin-top: 1.4rem; } .threads th:first-child { width: 26%; } .threads th p { margin: .2rem 0 0; }
.threads td:nth-last-child(1) { width: 32%; } .threads .figures { font-size: 1em; margin: 0; }
.threads tbody th > a { font-weight: bold; } .threads .promised { padding: 0; list-style: none; margin: 0; }
.threads .promised > li:first-child { margin-top: 0; } .promised .status { white-space: nowrap; }
.threads .promised .status, .promised span[dir] { display: block; }
.promised li { margin: .55rem 0; } .promised a { text-decoration: none; }
.promised a:hover { text-decoration: underline; } .prose[dir] { max-width: none; }
#promised .promised { padding-inline-start: 2rem; max-width: 46rem; } #promised .quiet { font-size: .92rem; }
#promised .promised a { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.tally { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; }
.compared { padding-inline-start: 1.4rem; } .compared li::marker { color: var(--quiet); }
.compared > li { margin-top: .9rem; padding-top: .9rem; }
.compared dt { color: inherit; font-weight: bold; } .compared .prose p { margin: 0 0 .4rem; }
thead th::first-letter { text-transform: uppercase; }
q[dir] { display: block; } [dir="rtl"] .arrow { display: inline-block; transform: scaleX(-1); }
.undertaking { border-top: 1px solid var(--line); padding-top: 1.2rem; margin-top: 1.6rem; }
.status { font-weight: bold; } thead td { background: var(--shade); }
h3 .status { border: 1px solid; border-radius: 1rem; padding: .05rem .6rem; font-size: .9rem; white-space: nowrap;
  margin-inline-start: .5rem; } td.status { overflow-wrap: normal; min-width: 6.5rem; }
.questions { table-layout: fixed; } thead th { overflow-wrap: normal; }
.questions th:first-child { width: 36%; } .questions th:nth-child(2) { width: 8rem; }
.quotes { list-style: none; padding: 0; } .quotes li { margin: .4rem 0; }
td > .quotes, .quotes li:first-child { margin-top: 0; }
.asked { font-size: .92rem; } td .prose p:first-child, th .prose p:first-child { margin-top: 0; }
tbody th { background: none; font-weight: normal; } summary { cursor: pointer; color: var(--accent); }
details { margin: .4rem 0; } .number { text-align: end; white-space: nowrap; }
.bar { display: block; height: .6rem; background: var(--shade); min-width: 5rem; }
.bar > span { display: block; height: 100%; background: var(--accent); }
.timeline { list-style: none; padding: 0; }
.timeline li { border-inline-start: 3px solid var(--line); padding: .1rem 0 .7rem .9rem; margin: 0; }
[dir="rtl"] .timeline li { padding: .1rem .9rem .7rem 0; }
.timeline .incoming { border-color: var(--accent); } .timeline .reference { border-inline-start-style: dotted; }
.chart { margin: 1rem 0; } .plot { position: relative; padding: .2rem 0 1.9rem 2.6rem; }
.plot svg { display: block; width: 100%; height: 13rem; border-bottom: 1px solid var(--ink); }
.plot .asked { fill: var(--line); } .plot .open { fill: var(--accent); }
.plot .grid { stroke: var(--line); fill: none; vector-effect: non-scaling-stroke; }
.plot span { font: .85rem Calibri, Carlito, "Segoe UI", sans-serif; color: var(--quiet); position: absolute; }
.plot .top { left: 0; top: 0; } .plot .zero { left: 0; bottom: 1.7rem; }
.years { position: absolute; left: 2.6rem; right: 0; bottom: .3rem; height: 1.2rem; }
.years .from { left: 0; transform: none; } .years .until { right: 0; transform: none; }
.keys { list-style: none; display: flex; gap: 1.2rem; padding: 0; }
.keys li { font: .9rem Calibri, Carlito, "Segoe UI", sans-serif; }
.keys li::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-inline-end: .4em; }
.keys .open::before { background: var(--accent); } .keys .asked::before { background: var(--line); }
.years span { transform: translateX(-50%); } figcaption { font-size: .92rem; color: var(--quiet); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--quiet); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; }
tr:target, :target + mark { outline: 2px solid var(--accent); outline-offset: 2px; }
:root { --mark: #fdf0bf; }
@media screen and (prefers-color-scheme: dark) { :root { --mark: #4a4213; } }
@media (max-width: 40rem) {
  .site { padding: .8rem 1rem 0; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; }
  .wide, .wide tbody, .wide tr, .wide th, .wide td { display: block; border: 0; padding: .15rem 0; }
  .wide thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .wide tr { border-top: 1px solid var(--line); padding: .6rem 0; } .wide .number { text-align: start; }
  .wide td[data-head]::before { content: attr(data-head) ": "; color: var(--quiet); }
  .wide td:empty { display: none; } .threads th:first-child, .threads td:nth-last-child(1) { width: auto; }
  .questions th:first-child { width: auto; }
}
@media print {
  .site, .skip, .data { display: none; } #promised .promised a { display: block; }
  details::details-content { content-visibility: visible; }
  .undertaking { break-inside: auto; }
  mark { background: none; text-decoration: underline; } .plot .asked { fill: #ccc; } .plot .open { fill: #555; }
}
"""
)
