import type { HouseholdData } from './household-data.ts';
import { FRANCE } from './person.ts';
import { NERGENSDORP, UTOPIEUX } from './places.ts';

/** Households on this side of the Lune: families, mostly. */
export const NORTH: readonly HouseholdData[] = [
  {
    key: 'mirage',
    addresses: [
      ['1931-05-02', 'songe', '7', 'B2'],
      ['1925-09-00', 'horizon', '12', undefined, UTOPIEUX],
    ],
    married: '1925-09-05',
    members: [
      { name: ['Mirage', 'Anselme Prudent'], sex: 'M', born: '1901-03-12', serial: 101 },
      { name: ['Sanslieu', 'Zélie Marguerite'], sex: 'F', born: '1902-11-27', serial: 102 },
      { name: ['Mirage', 'Firmin'], sex: 'M', born: '1908-02-03', serial: 103 },
      { name: ['Mirage', 'Odile Irma'], sex: 'F', born: '1909-06-21', serial: 104 },
      { name: ['Mirage', 'Basile'], sex: 'M', born: '1910-09-09', serial: 105 },
    ],
  },
  {
    key: 'desnuages',
    addresses: [
      ['2018-04-01', 'brume', '23'],
      ['1994-10-15', 'echo', '4', 'A'],
    ],
    married: '1928-06-30',
    members: [
      { name: ['Desnuages', 'Léonce'], sex: 'M', born: '1903-01-15', serial: 111 },
      { name: ['Papillard', 'Hortense Élise'], sex: 'F', born: '1904-07-30', serial: 112 },
    ],
  },
  {
    key: 'vandromen',
    addresses: [
      ['2021-02-15', 'lune', '18', '3'],
      ['2016-08-01', 'echo', '2', undefined, NERGENSDORP],
    ],
    members: [
      { name: ['Vandromen', 'Ines'], sex: 'F', born: '1906-05-18', serial: 122, bornIn: NERGENSDORP },
      { name: ['Vandromen', 'Joris'], sex: 'M', born: '1910-04-02', serial: 123, role: 'child', bornIn: NERGENSDORP },
    ],
  },
  {
    key: 'nergens',
    addresses: [['1999-01-04', 'horizon', '31']],
    married: '1927-05-14',
    members: [
      { name: ['Nergens', 'Cornelis Jan'], sex: 'M', born: '1902-08-08', serial: 131, bornIn: NERGENSDORP },
      { name: ['Zonderland', 'Aleida'], sex: 'F', born: '1903-12-24', serial: 132 },
      { name: ['Nergens', 'Wannes'], sex: 'M', born: '1909-10-10', serial: 133 },
    ],
  },
  {
    key: 'brumeux',
    addresses: [['1988-07-01', 'brume', '5']],
    married: '1926-02-20',
    members: [
      { name: ['Brumeux', 'Octave'], sex: 'M', born: '1901-01-01', serial: 141, died: '2019-02-14' },
      { name: ['Lalune', 'Célestine'], sex: 'F', born: '1904-02-29', serial: 142 },
    ],
  },
  {
    key: 'schimmen',
    addresses: [
      ['2022-11-01', 'songe', '40'],
      ['2009-03-17', 'lune', '6', '1'],
    ],
    married: '1930-08-09',
    members: [
      { name: ['Schimmen', 'Fons'], sex: 'M', born: '1904-04-04', serial: 151 },
      { name: ['Achterwolken', 'Godelieve'], sex: 'F', born: '1905-03-03', serial: 152 },
      { name: ['Schimmen', 'Tuur'], sex: 'M', born: '1909-12-12', serial: 153 },
      { name: ['Schimmen', 'Mien'], sex: 'F', born: '1910-12-30', serial: 154 },
    ],
  },
  {
    key: 'quelquepart',
    addresses: [['2020-01-20', 'echo', '11']],
    members: [
      {
        name: ['Quelquepart', 'Armand'],
        sex: 'M',
        born: '1903-05-23',
        serial: 161,
        divorced: ['2019-11-07', 'toutvu.rosalie'],
      },
    ],
  },
  {
    key: 'toutvu',
    addresses: [['2019-12-01', 'horizon', '8', '2']],
    members: [
      {
        name: ['Toutvu', 'Rosalie'],
        sex: 'F',
        born: '1905-08-16',
        serial: 162,
        divorced: ['2019-11-07', 'quelquepart.armand'],
      },
      { name: ['Quelquepart', 'Lucien'], sex: 'M', born: '1910-07-14', serial: 163, role: 'child' },
    ],
  },
  {
    key: 'loinville',
    addresses: [['2023-09-04', 'lune', '22']],
    married: '1931-04-18',
    members: [
      {
        name: ['Loinville', 'Maxence'],
        sex: 'M',
        born: '1906-10-02',
        serial: 171,
        register: 'foreigners',
        country: FRANCE,
      },
      {
        name: ['Bellombre', 'Solange'],
        sex: 'F',
        born: '1907-01-28',
        serial: 172,
        register: 'foreigners',
        country: FRANCE,
      },
    ],
  },
];
