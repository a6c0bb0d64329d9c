/**
 * A text that matches a pattern: the first branch of each alternative, the least number of each repetition, the first character
 * of each class. Knows what the patterns of contracts are made of, and is checked by whoever uses it.
 */
export function patternExample(source: string): string {
  return new Walk(source).alternatives();
}

class Walk {
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source;
  }

  /** Up to the end of the group: all branches are walked, the first counts. */
  alternatives(): string {
    const first = this.sequence();
    while (this.source[this.at] === '|') {
      this.at += 1;
      this.sequence();
    }
    return first;
  }

  private sequence(): string {
    let text = '';
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at] ?? '')) {
      const atom = this.atom();
      text += atom.repeat(this.leastTimes());
    }
    return text;
  }

  private atom(): string {
    const character = this.source[this.at] ?? '';
    this.at += 1;
    switch (character) {
      case '^':
      case '$':
        return '';
      case '(':
        return this.group();
      case '[':
        return this.characterClass();
      case '\\':
        return this.escape();
      case '.':
        return 'x';
      default:
        return character;
    }
  }

  private group(): string {
    if (this.source.startsWith('?:', this.at)) this.at += 2;
    const text = this.alternatives();
    this.at += 1;
    return text;
  }

  /** The first member stands for all: ranges start with it, and a negated class is taken to allow a letter. */
  private characterClass(): string {
    const negated = this.source[this.at] === '^';
    if (negated) this.at += 1;
    const first = this.atom();
    while (this.source[this.at] !== ']') this.at += this.source[this.at] === '\\' ? 2 : 1;
    this.at += 1;
    return negated ? 'x' : first;
  }

  private escape(): string {
    const letter = this.source[this.at] ?? '';
    this.at += 1;
    if (letter === 'd') return '0';
    if (letter === 'w') return 'a';
    if (letter === 's') return ' ';
    if (letter !== 'p') return letter;
    const end = this.source.indexOf('}', this.at);
    const name = this.source.slice(this.at + 1, end);
    this.at = end + 1;
    return name === 'N' ? '0' : 'A';
  }

  private leastTimes(): number {
    const [quantifier = '', least] = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})/.exec(this.source.slice(this.at)) ?? [];
    this.at += quantifier.length;
    if (least !== undefined) return Number(least);
    return quantifier === '*' || quantifier === '?' ? 0 : 1;
  }
}
