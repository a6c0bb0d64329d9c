import type { HouseholdData } from './household-data.ts';
import { NETHERLANDS, UNDETERMINED } from './person.ts';
import { NERGENSDORP, UTOPIEUX } from './places.ts';

/** Households on the other side of the Lune: people who live alone, and some with a purpose of their own (`special-people.ts`). */
export const SOUTH: readonly HouseholdData[] = [
  {
    key: 'verzonnen',
    addresses: [['2012-06-01', 'brume', '60', '4']],
    members: [{ name: ['Verzonnen', 'Mathilde'], sex: 'F', born: '1905-09-19', serial: 202 }],
  },
  {
    key: 'fantasque',
    addresses: [['2017-03-10', 'songe', '15']],
    members: [{ name: ['Fantasque', 'Ulysse'], sex: 'M', born: '1907-07-07', serial: 203 }],
  },
  {
    key: 'dupasse',
    addresses: [['2024-05-06', 'aide', '1']],
    referenceAddress: true,
    members: [{ name: ['Dupassé', 'Berthe'], sex: 'F', born: '1905-00-00', serial: 204, register: 'foreigners' }],
  },
  {
    key: 'intermede',
    addresses: [
      ['2025-12-15', 'echo', '27'],
      ['2015-01-05', 'brume', '9', undefined, UTOPIEUX],
    ],
    members: [{ name: ['Intermède', 'Gaspard'], sex: 'M', born: '1906-06-06', serial: 205, bornIn: UTOPIEUX }],
  },
  {
    key: 'poussiere',
    addresses: [['2025-10-13', 'aide', '1']],
    referenceAddress: true,
    members: [{ name: ['Poussière', 'Théodule'], sex: 'M', born: '1908-11-11', serial: 207 }],
  },
  {
    key: 'overmorgen',
    addresses: [['2025-01-15', 'lune', '3', '5']],
    members: [
      {
        name: ['Overmorgen', 'Siska'],
        sex: 'F',
        born: '1909-02-17',
        serial: 208,
        register: 'bis',
        country: NETHERLANDS,
      },
    ],
  },
  {
    key: 'pastoujours',
    addresses: [['2025-11-03', 'horizon', '44', '1']],
    members: [{ name: ['Pastoujours', 'Nestor'], sex: 'M', born: '1907-12-05', serial: 209, register: 'waiting' }],
  },
  {
    key: 'verleden',
    addresses: [['2003-09-01', 'echo', '19']],
    married: '1929-10-26',
    members: [
      { name: ['Verleden', 'Odiel'], sex: 'M', born: '1902-02-02', serial: 211, bornIn: NERGENSDORP },
      { name: ['Tegenlicht', 'Paula'], sex: 'F', born: '1903-06-25', serial: 212 },
    ],
  },
  {
    key: 'crepuscule',
    addresses: [
      ['2024-09-01', 'songe', '52', '2'],
      ['2010-00-00', 'songe', '52', '1'],
    ],
    members: [
      { name: ['Crépuscule', 'Honorine'], sex: 'F', born: '1904-10-10', serial: 214 },
      { name: ['Crépuscule', 'Achille'], sex: 'M', born: '1909-08-30', serial: 215, role: 'child' },
      { name: ['Crépuscule', 'Léocadie'], sex: 'F', born: '1910-10-18', serial: 216, role: 'child' },
    ],
  },
  {
    key: 'ailleurs',
    addresses: [['2019-07-15', 'brume', '71']],
    members: [
      { name: ['Ailleurs', 'Isidore'], sex: 'M', born: '1908-05-01', serial: 217 },
      { name: ['Nuance', 'Philomène'], sex: 'F', born: '1908-09-22', serial: 218, role: 'unrelated' },
    ],
  },
  {
    key: 'luchtkasteel',
    addresses: [['2014-04-14', 'lune', '9']],
    married: '1932-07-02',
    members: [
      { name: ['Luchtkasteel', 'Remi'], sex: 'M', born: '1906-01-19', serial: 221 },
      { name: ['Vaagheid', 'Irma'], sex: 'F', born: '1906-08-27', serial: 222 },
      { name: ['Luchtkasteel', 'Staf'], sex: 'M', born: '1910-03-31', serial: 223 },
    ],
  },
  {
    key: 'semblant',
    addresses: [['2000-12-12', 'horizon', '3']],
    members: [{ name: ['Semblant', 'Eudoxie'], sex: 'F', born: '1901-12-08', serial: 224 }],
  },
  {
    key: 'reverie',
    addresses: [['2021-06-21', 'echo', '33', '6']],
    members: [
      { name: ['Rêverie', 'Aristide'], sex: 'M', born: '1907-03-14', serial: 225 },
      { name: ['Rêverie', 'Clotaire'], sex: 'M', born: '1910-06-06', serial: 227, role: 'child' },
    ],
  },
  {
    key: 'zomaar',
    addresses: [['2016-10-03', 'songe', '28']],
    members: [{ name: ['Zomaar', 'Kamiel'], sex: 'M', born: '1905-05-05', serial: 229 }],
  },
  {
    key: 'nullepart',
    addresses: [['2025-09-08', 'horizon', '18', '2']],
    married: '1926-00-00',
    members: [
      {
        name: ['Nullepart', 'Amadou'],
        sex: 'M',
        born: '1904-00-00',
        numbered: '040032',
        serial: 231,
        register: 'foreigners',
        country: UNDETERMINED,
      },
      {
        name: ['Sansrive', 'Mariam'],
        sex: 'F',
        born: '1905-00-00',
        numbered: '050045',
        serial: 232,
        register: 'waiting',
        country: UNDETERMINED,
      },
      {
        name: ['Nullepart', 'Yasin'],
        sex: 'M',
        born: '1910-00-00',
        numbered: '102099',
        serial: 233,
        register: 'bis',
        country: UNDETERMINED,
      },
      {
        name: ['Nullepart', 'Noor'],
        sex: 'F',
        born: '1910-00-00',
        numbered: '104057',
        serial: 234,
        register: 'bis',
        country: UNDETERMINED,
      },
    ],
  },
];
