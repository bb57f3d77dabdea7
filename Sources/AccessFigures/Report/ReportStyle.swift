/// How the page looks, on a screen and on paper.
enum ReportStyle {
    /// Fillings that differ by pattern as well as by colour; every piece has an outline.
    static let patterns: StaticString = """
        <svg width="0" height="0" aria-hidden="true" class="patterns"><defs>
        <pattern id="p1" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
        <rect width="6" height="6" fill="#e4f0f5"/><rect width="2" height="6" fill="#3f7f9c"/></pattern>
        <pattern id="p2" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">\
        <rect width="7" height="7" fill="#f7dca3"/><rect width="2" height="7" fill="#b57a12"/></pattern>
        <pattern id="p4" width="6" height="6" patternUnits="userSpaceOnUse">\
        <rect width="6" height="6" fill="#e3e6eb"/><circle cx="3" cy="3" r="1.1" fill="#6b7686"/></pattern>
        <pattern id="p5" width="5" height="5" patternUnits="userSpaceOnUse">\
        <rect width="5" height="5" fill="#1b2430"/><rect width="5" height="1" fill="#8f99a8"/></pattern>
        <pattern id="p7" width="6" height="6" patternUnits="userSpaceOnUse">\
        <rect width="6" height="6" fill="#fff"/><path d="M0 0L6 6M6 0L0 6" stroke="#6b7686" stroke-width=".8"/></pattern>
        </defs></svg>

        """

    static let sheet: StaticString = """
        :root { color-scheme: light; --ink: #1b2430; --soft: #556070; --line: #d5dbe3; --paper: #fff; --wash: #f5f7f9;
          --blue: #1f5f8f; }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/1.5 system-ui, "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "DejaVu Sans", sans-serif; }
        main { margin: 0 auto; max-width: 62rem; padding: 2rem 1.5rem 4rem; }
        .patterns { position: absolute; }
        h1 { margin: .1rem 0; font-size: 1.8rem; line-height: 1.2; overflow-wrap: anywhere; }
        h2 { margin: 2.4rem 0 .7rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); font-size: 1.22rem; }
        h3 { margin: 1.6rem 0 .4rem; font-size: 1.02rem; }
        p { margin: .4rem 0; max-width: 48rem; }
        a { color: var(--blue); }
        code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .86em; overflow-wrap: anywhere; }
        .kicker { color: var(--soft); font-size: .82rem; letter-spacing: .06em; text-transform: uppercase; }
        .span, .rule { color: var(--soft); }
        .rule { font-size: .88rem; }
        .rests { margin-top: 1.4rem; padding: .1rem 1.2rem 1rem; background: var(--wash); border: 1px solid var(--line); }
        .rests h2 { margin-top: 1rem; border: 0; padding: 0; font-size: 1.05rem; }
        .rests dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.2rem; margin: .4rem 0 .8rem; }
        .rests dt { color: var(--soft); } .rests dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        .doctrine { margin-top: .9rem; padding: .1rem 1rem; border-inline-start: .3rem solid var(--blue); }
        .doctrine h3 { margin: .2rem 0; font-size: .92rem; } .doctrine ul { margin: .2rem 0; padding-inline-start: 1.1rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(12.5rem, 1fr)); gap: .6rem; margin: .6rem 0;
          padding: 0; list-style: none; }
        .tiles li { padding: .5rem .8rem .6rem; border: 1px solid var(--line); border-top: 3px solid var(--blue);
          font-size: .86rem; line-height: 1.35; }
        .big { display: block; font-size: 1.7rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .note { font-size: .76rem; text-decoration: none; padding: 0 .2em; }
        figure { margin: .4rem 0 .2rem; }
        figure svg:not(.swatch) { display: block; width: 100%; height: auto; max-width: 60rem; }
        .legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .3rem 0; padding: 0; list-style: none;
          font-size: .82rem; }
        .swatch { width: 1.5em; height: 1em; margin-inline-end: .4em; vertical-align: -.12em; }
        .multiples { display: grid; grid-template-columns: repeat(2, 1fr); gap: 1rem 1.4rem; margin: .8rem 0; }
        svg text { font-size: 11.5px; fill: var(--ink); font-variant-numeric: tabular-nums; }
        svg .end, svg .far { text-anchor: end; } svg .mid, svg .in, svg text.sum { text-anchor: middle; }
        svg text.start { text-anchor: start; }
        svg .in { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round; }
        svg .light { fill: #fff; stroke: #1b2430; }
        svg .soft { fill: var(--soft); } svg .small { font-size: 10.5px; } svg text.sum { font-weight: 650; }
        .f0, .f1, .f2, .f3, .f4, .f5, .f6, .f7, .step { stroke: var(--ink); stroke-width: .6; }
        .f0 { fill: #a9cddd; } .f1 { fill: url(#p1); } .f2 { fill: url(#p2); } .f3 { fill: #8c2f23; }
        .f4 { fill: url(#p4); } .f5 { fill: url(#p5); } .f6 { fill: #fff; stroke-dasharray: 3 2; stroke-width: 1; }
        .f7 { fill: url(#p7); } .step { fill: #8fb8cc; } .part { break-inside: avoid; }
        rect.part { stroke-dasharray: 4 2; stroke-width: 1.4; fill: #dbe9f0; }
        .grid { stroke: var(--line); stroke-width: 1; } .axis { stroke: var(--ink); stroke-width: 1; }
        .mark { stroke: var(--ink); stroke-width: 2.5; } .open { stroke: var(--ink); stroke-width: 2; stroke-dasharray: 5 3; }
        .markbox { fill: var(--ink); transform: scaleX(.16) translateX(44px); }
        .openbox { fill: none; stroke: var(--ink); stroke-width: 2; stroke-dasharray: 5 3; }
        table { width: 100%; border-collapse: collapse; margin: .6rem 0 1rem; font-size: .82rem; line-height: 1.35; }
        caption span, caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
          white-space: nowrap; }
        table { position: relative; }
        th, td { padding: .26rem .4rem; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line);
          overflow-wrap: break-word; }
        thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; border-bottom: 1.5px solid var(--soft); }
        tbody th { font-weight: 500; max-width: 18rem; overflow-wrap: anywhere; }
        tbody th { min-width: 6.5rem; } td { max-width: 16rem; } td.soft { color: var(--soft); }
        .dense thead th.n span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap;
          display: inline-block; text-align: start; }
        .d { white-space: nowrap; }
        .n { text-align: end; font-variant-numeric: tabular-nums; }
        .notes ol { padding-inline-start: 2.4rem; font-size: .8rem; } .notes li { margin: .15rem 0; }
        .back { font-size: .9em; }
        .sources ul { columns: 2; column-gap: 2rem; margin: 0; padding: 0; list-style: none; font-size: .76rem; }
        .sources li { margin: 0 0 .3rem; break-inside: avoid; overflow-wrap: anywhere; }
        :target { background: #fff3cf; }
        bdi { unicode-bidi: isolate; }
        @page { size: A4; margin: 16mm 14mm 18mm; @bottom-center { content: counter(page) " / " counter(pages);
          font: 8pt system-ui, sans-serif; color: #556070; } }
        @media print {
          body { font-size: 9.5pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
          main { max-width: none; padding: 0; }
          h2, h3, caption { break-after: avoid; }
          .page { break-before: page; } .tiles { grid-template-columns: repeat(4, 1fr); gap: .4rem; }
          .tiles li { padding: .3rem .5rem; font-size: 8pt; } .big { font-size: 14pt; } .page > h2 { margin-top: 0; }
          thead { display: table-header-group; break-after: avoid; } tbody tr:first-child { break-before: avoid; } tr, figure, .tiles li, .notes li { break-inside: avoid; }
          table { font-size: 7.6pt; } th, td { padding: .18rem .28rem; }
          a { color: inherit; text-decoration: none; } .back { display: none; }
        }
        @media (max-width: 44rem) { .multiples, .rests dl { grid-template-columns: 1fr; } .sources ul { columns: 1; }
          section { overflow-x: auto; } }

        """
}
