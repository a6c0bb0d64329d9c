import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/domain/problems/catalogue.ts';
import { openDoor, type TestDoor } from './door.ts';
import { quickest } from './quickest.ts';
import { patient } from '../support/patient.ts';

let door: TestDoor;

beforeAll(async () => {
  door = await openDoor();
});

afterAll(() => door.app.close());

function read(url: string, headers: Record<string, string> = {}) {
  return door.app.inject({ url, headers });
}

/** Every address that a page loads something from, or sends something to. */
function addressesIn(html: string): string[] {
  return [...html.matchAll(/\b(?:src|href|action)="([^"]*)"/g)].map(([, address = '']) => address);
}

describe('the page of problems', () => {
  it('has a place for every code, where the type of a problem document leads', async () => {
    const { statusCode, headers, body } = await read('/docs/errors');
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const code of Object.keys(PROBLEMS)) expect(body).toContain(`<section id="${code}">`);
  });

  it.each([
    ['/docs/errors', 'fr-BE', 'fr', 'Requête trop grande'],
    ['/docs/errors', 'nl', 'nl', 'Verzoek te groot'],
    ['/docs/errors', 'de-BE', 'de', 'Anfrage zu groß'],
    ['/docs/errors', 'it', 'en', 'Request too large'],
    ['/docs/errors?lang=nl', 'fr', 'nl', 'Verzoek te groot'],
    ['/docs/errors?lang=xx', 'fr', 'fr', 'Requête trop grande'],
  ])('%s for %s speaks %s', async (url, accepted, language, title) => {
    const { headers, body } = await read(url, { 'accept-language': accepted });
    expect(headers['content-language']).toBe(language);
    expect(body).toContain(`<html lang="${language}">`);
    expect(body).toContain(title);
  });

  it('loads nothing, and its policy lets in its own style only', async () => {
    const { headers, body } = await read('/docs/errors');
    expect(addressesIn(body).filter((address) => !/^(#|\?lang=|\/docs$|data:,$)/.test(address))).toEqual([]);
    expect(headers['content-security-policy']).toMatch(/style-src 'self' 'sha256-[A-Za-z0-9+/=]+';/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:/);
  });
});

describe('the reading page of the interface', () => {
  it('loads everything from this door', async () => {
    const { statusCode, headers, body } = await read('/docs');
    expect(statusCode).toBe(200);
    const addresses = addressesIn(body);
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) {
      expect(address).toMatch(/^\/docs\//);
      expect((await read(address)).statusCode).toBe(200);
    }
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(headers['content-security-policy']).not.toMatch(/https?:|unsafe-eval/);
  });

  it('is where the root leads', async () => {
    const { statusCode, headers } = await read('/');
    expect([statusCode, headers.location]).toEqual([302, '/docs']);
  });

  it('reads our document and no other', async () => {
    const { statusCode, headers } = await read('/docs/json');
    expect([statusCode, headers.location]).toEqual([302, '/openapi.json']);
    expect((await read('/docs/yaml')).statusCode).toBe(404);
  });

  it.each([
    '/docs/static/nothing.js',
    '/docs/static/../../package.json',
    '/docs/static/%2e%2e/package.json',
    '/docs/nothing',
  ])('has nothing at %s', async (url) => {
    const answer = await read(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
});

describe('the OpenAPI document', () => {
  it('is open, made once, and not sent again to those who have it', async () => {
    const first = await read('/openapi.json');
    expect(first.statusCode).toBe(200);
    expect(first.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
    });
    expect(first.json()).toMatchObject({ openapi: '3.1.0', info: { version: '0.1.0' } });
    const again = await read('/openapi.json', { 'if-none-match': String(first.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await read('/openapi.json')).body).toBe(first.body);
    expect(await quickest(() => read('/openapi.json'))).toBeLessThan(patient(100));
  });
});
