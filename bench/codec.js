// Writing and reading: ours beside the libraries everybody uses.
import { XMLParser } from 'fast-xml-parser';
import { create } from 'xmlbuilder2';
import { parseXml } from '../dist/xml/parse.js';
import { compare } from './measure.js';
import { flow, largeReplyJson, replyJson } from './material.js';

/** The same object as xmlbuilder2 takes it: every element by its qualified name. */
function writeWithBuilder(xml) {
  return create(xml).end({ wellFormed: true });
}

export async function benchCodec() {
  const xml = flow.writeReply(replyJson);
  const large = flow.writeReply(largeReplyJson);
  const asObject = create(xml).end({ format: 'object' });
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    parseTagValue: false,
    parseAttributeValue: false,
  });
  const kb = (text) => `${(text.length / 1000).toFixed(1)} kB`;

  await compare(`write JSON as XML, ${kb(xml)}`, [
    { name: 'flow writer (canonical)', run: () => flow.writeReply(replyJson) },
    { name: 'xmlbuilder2', run: () => writeWithBuilder(asObject) },
  ]);
  await compare(`read XML into JSON, strictly, ${kb(xml)}`, [
    { name: 'strict parse + flow reader', run: () => flow.readReply(parseXml(xml)) },
    { name: 'fast-xml-parser (parse only, lenient)', run: () => parser.parse(xml) },
  ]);
  await compare(`read XML into JSON, strictly, ${kb(large)}`, [
    { name: 'strict parse + flow reader', run: () => flow.readReply(parseXml(large)) },
    { name: 'fast-xml-parser (parse only, lenient)', run: () => parser.parse(large) },
  ]);
}
