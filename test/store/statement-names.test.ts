import { expect, it } from 'vitest';
import { StatementNames } from '../../src/store/statement-names.ts';

it('a statement keeps its name, and shares it with no other', () => {
  const names = new StatementNames();

  expect(names.of('SELECT 1')).toBe(names.of('SELECT 1'));
  expect(names.of('SELECT 1')).not.toBe(names.of('SELECT 2'));
});

it('no more than 500 statements are named', () => {
  const names = new StatementNames();
  for (let i = 0; i < 500; i += 1) expect(names.of(`SELECT ${i}`)).toBeDefined();

  expect(names.of('SELECT 500')).toBeUndefined();
  expect(names.of('SELECT 499')).toBeDefined();
});

it('every statement has a new name once the tables changed', () => {
  const names = new StatementNames();
  const before = names.of('SELECT 1');

  names.renew();

  expect(names.of('SELECT 1')).not.toBe(before);
});
