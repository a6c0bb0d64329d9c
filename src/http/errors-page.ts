import { createHash } from 'node:crypto';
import { type Language, LANGUAGES } from '../domain/language.ts';
import { AGAIN, listedProblems, type ListedProblem, RESPONSIBLE } from './problem-list.ts';

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; color: #1c2530; background: #fff }
nav { text-align: right }
section { border-top: 1px solid #d5dbe3; padding: .75rem 0 }
section:target { border-left: 4px solid #0b5cad; padding-left: 1rem }
h2 { font-size: 1.1rem; margin: 0 }
.code { margin: 0 0 .5rem; color: #52606f }
dt { font-weight: 600 }
dd { margin: 0 0 .35rem }
a { color: #0b5cad }
code { font-size: .92em }
@media (prefers-color-scheme: dark) { body { color: #e4e9ef; background: #14181d } a { color: #7ab6ee } .code { color: #9fb0c1 } section { border-color: #333c46 } }
`;

/** The source of styles that this page needs, for its policy. */
export const ERRORS_PAGE_STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const WORDS = {
  fr: {
    title: 'Problèmes',
    introduction:
      'Chaque refus et chaque essai manqué porte un code stable. Voici à qui il revient d’agir, ce qui se passe sans intervention de votre part et ce que vous pouvez faire.',
    whose: 'Qui doit agir',
    again: 'Répéter la demande',
    happens: 'Ce qui se passe sans intervention',
    remedy: 'Que faire',
  },
  de: {
    title: 'Probleme',
    introduction:
      'Jede Ablehnung und jeder misslungene Versuch trägt einen festen Code. Hier steht, wessen Sache es ist, was ohne Ihr Zutun geschieht und was Sie tun können.',
    whose: 'Wessen Sache',
    again: 'Wiederholen',
    happens: 'Was ohne Ihr Zutun geschieht',
    remedy: 'Was zu tun ist',
  },
  nl: {
    title: 'Problemen',
    introduction:
      'Elke weigering en elke mislukte poging heeft een vaste code. Hier staat wie ze moet verhelpen, wat er zonder uw tussenkomst gebeurt en wat u kunt doen.',
    whose: 'Wie moet handelen',
    again: 'Herhalen',
    happens: 'Wat er zonder tussenkomst gebeurt',
    remedy: 'Wat te doen',
  },
  en: {
    title: 'Problems',
    introduction:
      'Every refusal and every failed attempt has a stable code. Here is whose it is, what happens by itself, and what you can do.',
    whose: 'Whose',
    again: 'Again',
    happens: 'What happens by itself',
    remedy: 'What to do',
  },
} as const satisfies Record<Language, object>;

/** The page that the `type` of a problem document leads to, in one language. */
export function errorsPage(language: Language): string {
  const words = WORDS[language];
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(words.title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<nav>${LANGUAGES.map((other) => languageLink(other, language)).join(' · ')} · <a href="/docs">API</a></nav>
<h1>${escapeHtml(words.title)}</h1>
<p>${escapeHtml(words.introduction)}</p>
${listedProblems()
  .map((problem) => problemSection(problem, language))
  .join('\n')}
</body>
</html>
`;
}

function problemSection(
  { code, status, responsible, again, title, itself, remedy }: ListedProblem,
  language: Language,
): string {
  const words = WORDS[language];
  const facts = [
    [words.whose, RESPONSIBLE[responsible][language]],
    [words.again, AGAIN[again][language]],
    [words.happens, itself[language]],
    [words.remedy, remedy[language]],
  ] as const;
  return `<section id="${code}">
<h2>${escapeHtml(title[language])}</h2>
<p class="code"><a href="#${code}"><code>${code}</code></a> · HTTP ${status}</p>
<dl>${facts.map(([term, text]) => `<dt>${escapeHtml(term)}</dt><dd>${inCode(escapeHtml(text))}</dd>`).join('')}</dl>
</section>`;
}

function languageLink(language: Language, current: Language): string {
  return language === current
    ? `<strong>${language}</strong>`
    : `<a href="?lang=${language}" hreflang="${language}">${language}</a>`;
}

/** Back quotes in the catalogue's texts mean code. */
function inCode(html: string): string {
  return html.replace(/\`([^\`]*)\`/g, '<code>$1</code>');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
