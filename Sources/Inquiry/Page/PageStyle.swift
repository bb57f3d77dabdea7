/// How the page looks, on a screen and on paper.
enum PageStyle {
    static let sheet: StaticString = """
        :root { color-scheme: light; --ink: #1b2430; --soft: #5b6675; --line: #d9dee5; --paper: #fff; --wash: #f4f6f9;
          --blue: #1f5fa8; --good: #1c6b45; --fair: #8a5a00; --poor: #9b2c1f; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 58rem; padding: 2rem 1.5rem 4rem; background: var(--paper); color: var(--ink);
          font: 16px/1.55 system-ui, "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", sans-serif; }
        h1 { margin: .1rem 0 .4rem; font-size: 1.9rem; line-height: 1.2; overflow-wrap: anywhere; }
        h2 { margin: 2.4rem 0 .8rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); font-size: 1.2rem; }
        h3 { margin: 0 0 .2rem; font-size: 1.08rem; }
        code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .86em; overflow-wrap: anywhere; }
        h1 code { font-size: 1em; font-weight: 700; font-family: inherit; }
        p { margin: .4rem 0; }
        .kicker { color: var(--soft); font-size: .82rem; letter-spacing: .06em; text-transform: uppercase; }
        .accord { color: var(--soft); }
        .exercise { margin: 0 0 1.5rem; padding: .5rem 1rem; background: #fff4d6; border: 2px solid #d9a400;
          font-weight: 700; text-align: center; }
        .verdict { display: inline-block; margin: .8rem 0; padding: .35rem .8rem; border: 1px solid currentColor;
          border-inline-start: .4rem solid currentColor; font-weight: 600; }
        .good { color: var(--good); } .fair { color: var(--fair); } .poor { color: var(--poor); }
        .aid { color: var(--soft); }
        pre { margin: .5rem 0; padding: .7rem 1rem; background: var(--wash); border: 1px solid var(--line);
          font-size: .84rem; overflow-x: auto; white-space: pre-wrap; }
        .proves ul, .limits ul { margin: 0; padding: 0; list-style: none; }
        .proves li, .limits li { margin: .45rem 0; padding-inline-start: 1.6rem; position: relative;
          overflow-wrap: anywhere; }
        .proves li::before, .limits li::before { position: absolute; inset-inline-start: 0; font-weight: 700; }
        .proves li::before { content: "\\2713"; color: var(--good); }
        .limits li::before { content: "\\2013"; color: var(--poor); }
        .timeline { margin: 0; padding: 0; list-style: none; border-inline-start: 3px solid var(--line); }
        .timeline > li { position: relative; margin: 0 0 1.6rem; padding-inline-start: 1.5rem; }
        .timeline > li::before { content: ""; position: absolute; inset-inline-start: -9px; top: .45rem; width: 15px;
          height: 15px; border-radius: 50%; background: var(--blue); border: 3px solid var(--paper); }
        .when, .whom, .name { color: var(--soft); font-size: .88rem; margin: .15rem 0; }
        .name { font-size: .76rem; }
        .who { margin: .15rem 0; }
        .tag { display: inline-block; padding: 0 .5em; border: 1px solid var(--fair); color: var(--fair);
          border-radius: 1em; font-size: .8rem; }
        .tag.open { border-color: var(--blue); color: var(--blue); }
        .body { margin: .5rem 0; padding: .6rem .9rem; background: var(--wash); border: 1px solid var(--line); }
        .body dl { margin: 0; display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .15rem 1rem; }
        .body dt { color: var(--soft); } .body dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        .body ul { margin: 0; padding-inline-start: 1.1rem; }
        .hidden, .sealed { color: var(--soft); font-style: italic; }
        .or { color: var(--soft); }
        .facts { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
        .facts dt { color: var(--soft); } .facts dd { margin: 0; min-width: 0; }
        table { width: 100%; border-collapse: collapse; font-size: .9rem; }
        th, td { padding: .35rem .5rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); }
        th { color: var(--soft); font-weight: 600; }
        .key { max-width: 18rem; }
        summary { cursor: pointer; color: var(--blue); margin-bottom: .5rem; }
        footer { margin-top: 3rem; padding: 1rem 1.2rem; border: 2px solid var(--blue); }
        bdi { unicode-bidi: isolate; }
        @media print {
          body { max-width: none; padding: 0; font-size: 10.5pt; }
          .timeline > li, .body, tr, footer { break-inside: avoid; }
          h2 { break-after: avoid; }
          details > summary { display: none; }
          details:not([open])::details-content { content-visibility: visible; height: auto; }
        }
        @media (max-width: 40rem) { .body dl, .facts { grid-template-columns: 1fr; } .body dt { margin-top: .3rem; } }

        """
}
