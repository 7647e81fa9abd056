/// How the report's page looks: light or dark as the reader has it, on paper, on small screens.
enum ReportStyle {
    // Series' colours are those of Okabe and Ito ("Color Universal Design", 2008), which people
    // who see fewer colours can tell apart, lighter ones on dark ground.
    static let text = """
        :root{color-scheme:light dark;--ground:#fff;--ink:#1c1c1e;--soft:#59595f;--line:#d5d5da;\
        --card:#f6f6f8;--link:#0b57a4;--s0:#0072b2;--s1:#e69f00;--s2:#c44601;--s3:#7b4a9e}
        @media (prefers-color-scheme:dark){:root{--ground:#16161a;--ink:#ececf0;--soft:#a9a9b3;\
        --line:#3a3a42;--card:#1f1f25;--link:#7fb8f5;--s0:#56b4e9;--s1:#f0b429;--s2:#ff8552;\
        --s3:#c59be6}}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--ground);color:var(--ink);\
        font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK KR",\
        "Noto Sans KR","Apple SD Gothic Neo","Malgun Gothic","Hiragino Sans","Noto Sans JP",\
        "Yu Gothic",sans-serif;overflow-wrap:anywhere}
        h1{font-size:1.5rem;line-height:1.2;margin:.5rem 0}
        h2{font-size:1.2rem;margin:0 0 .5rem;border-bottom:2px solid var(--line)}
        a{color:var(--link)}
        p{margin:.25rem 0;max-width:60rem}
        nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:.5rem 0}
        nav a{display:inline-block;padding:.25rem 0}
        section{margin:2rem 0}
        .tables{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));\
        gap:1rem;margin-top:.75rem;align-items:start}
        figure{margin:0;padding:.75rem;background:var(--card);border:1px solid var(--line);\
        border-radius:.4rem;min-width:0}
        figure.wide,figure:has(details[open]){grid-column:1/-1}
        summary{cursor:pointer;color:var(--link);padding:.25rem 0}
        figcaption{font-weight:600;margin-bottom:.5rem}
        figure p{font-size:.85rem;color:var(--soft)}
        .scroll{overflow-x:auto;position:relative}
        .scroll:focus-visible,summary:focus-visible,a:focus-visible{\
        outline:2px solid var(--link);outline-offset:2px}
        table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
        th,td{padding:.2rem .9rem .2rem 0;text-align:start;vertical-align:top;font-weight:400;\
        border-top:1px solid var(--line);min-width:3.5em}
        thead th{border:0;color:var(--soft);white-space:nowrap}
        th:last-child,td:last-child{padding-inline-end:0}
        .n{text-align:end;white-space:nowrap}.k{white-space:nowrap}
        td,th{overflow-wrap:break-word}td bdi,th bdi{display:inline-block;max-width:18rem}
        .words bdi{max-width:min(60rem,calc(100vw - 5rem));position:sticky;inset-inline-start:0}
        tr.words td{border:0;color:var(--soft);padding-inline-start:1rem}
        svg{display:block;width:100%;height:auto;max-width:40rem;margin:0 auto .75rem}
        svg text{font-size:10px;fill:var(--ink)}
        svg .axis{stroke:var(--soft);stroke-width:1}
        svg .grid{stroke:var(--line);stroke-width:1}
        svg .s0{fill:var(--s0)}svg .s1{fill:var(--s1)}svg .s2{fill:var(--s2)}svg .s3{fill:var(--s3)}
        svg .whisker{stroke:var(--s0);stroke-width:2}
        svg .even{stroke:var(--soft);stroke-width:1;stroke-dasharray:4 3}
        svg .path{stroke:var(--s0);stroke-width:1.5;fill:none}
        @media (max-width:30rem){th,td{padding-inline-end:.5rem;font-size:.85rem}}
        @media print{:root{--ground:#fff;--ink:#000;--soft:#444;--line:#bbb;--card:#fff;\
        --link:#000;--s0:#0072b2;--s1:#e69f00;--s2:#c44601;--s3:#7b4a9e}
        body{max-width:none;padding:0;font-size:10pt}nav{display:none}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        details::details-content{content-visibility:visible;block-size:auto}summary{display:none}
        .scroll{overflow:visible}td,th{overflow-wrap:anywhere;min-width:0}table{font-size:8pt}
        figure:has(details){grid-column:1/-1}
        figure{break-inside:auto}h2,figcaption{break-after:avoid}\
        svg,tr{break-inside:avoid}.tables{grid-template-columns:1fr 1fr}svg{max-width:22rem}}
        @page{margin:15mm}

        """
}
