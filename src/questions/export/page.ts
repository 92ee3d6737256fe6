/** A document to print: A4, its style, and text as HTML text. Answers and daily reports look alike. */
import type { Language } from '../../core/bilingual.ts';
import { printable } from './unprintable.ts';

const STYLE = `@page{size:A4 landscape;margin:14mm 12mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font-size:8pt}}
*{box-sizing:border-box}body{font-family:"Hiragino Sans","Yu Gothic","Noto Sans CJK JP","Noto Sans JP",Meiryo,sans-serif;font-size:9pt;line-height:1.45;color:#111;margin:0 auto;max-width:273mm}
h1{font-size:14pt;margin:0 0 2mm;border-bottom:2px solid #111;padding-bottom:1mm}h2{font-size:10.5pt;margin:4mm 0 1mm;break-after:avoid}h2+p{break-after:avoid}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.4mm 5mm;margin:0}dt{font-weight:bold}dd{margin:0;overflow-wrap:anywhere}
.count{font-size:13pt;font-weight:bold}.warn{border:1.5px solid #a00;padding:1mm 3mm;margin:2mm 0}ul{margin:0;padding-left:5mm}
table{border-collapse:collapse;width:100%;font-size:7.5pt}thead{display:table-header-group}tr{break-inside:avoid}
th,td{border:.5px solid #888;padding:.6mm 1.2mm;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}td.n{text-align:right}
.sources td,.sources th{font-size:8pt}h3{font-size:9.5pt;margin:3mm 0 .5mm;break-after:avoid}small{font-weight:normal}
.alert{table-layout:fixed}.alert th:nth-child(1){width:27mm}.alert th:nth-child(2){width:13mm}.alert th:nth-child(3){width:27mm}.alert th:nth-child(5){width:66mm}.alert th:nth-child(6){width:30mm}.end{text-align:right;margin-top:3mm}
.sign{width:auto;margin:2mm 0 0 auto;font-size:8pt;break-inside:avoid}.sign th{width:42mm;text-align:center}.sign td{height:14mm}
.rows td,.rows th{overflow-wrap:normal;word-break:keep-all}`;

/** Text as HTML text. */
export function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}

const WORD_MAX = 18;

/** {@link escaped}, with places to break a line in words that are wider than a column should be. Others are not broken. */
export function breakable(text: string): string {
  return escaped(text).replace(LONG_WORD, (word) =>
    word.replace(WORD_PART, (part) => `${part}<wbr>`).replace(/<wbr>$/, ''),
  );
}

/** Signs in a row at which no line breaks; what was escaped counts as one. */
const LONG_WORD = new RegExp(`(?:&#\\d+;|[^\\s&]){${WORD_MAX + 1},}`, 'g');
const WORD_PART = new RegExp(`(?:&#\\d+;|[^\\s&]){1,${WORD_MAX}}`, 'g');

/** The beginning of a document, up to its body. The title stands at the foot of every page. */
export function pageHead(title: string, language: Language): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}
@page{@bottom-left{content:${cssText(title)};font-size:8pt}}</style></head>
<body>`;
}

/** Text in a style sheet. */
function cssText(text: string): string {
  return `"${printable(text).replace(/["\\\n\r<]/g, (found) => `\\${found.charCodeAt(0).toString(16)} `)}"`;
}
