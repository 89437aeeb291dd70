import type { MantineColorsTuple } from '@mantine/core';

/**
 * One ladder of ten lightnesses for every hue (OKLCH), so that shade 7 carries white text, shade 9 stands on shade 1
 * in light and shade 0 on a dark tint in dark, whatever the hue. The greys carry a trace of the accent.
 */
export const PALETTE = {
  accent: [
    '#eafafa',
    '#d2f2f2',
    '#ade6e6',
    '#83d3d4',
    '#57bdbf',
    '#24a6a8',
    '#058a8c',
    '#027072',
    '#005c5e',
    '#024546',
  ],
  gray: ['#f8fbfb', '#f1f5f5', '#e5eaeb', '#d3dbdb', '#b4bdbd', '#84908f', '#5b6768', '#475253', '#2d3838', '#192121'],
  dark: ['#dadfdf', '#b7c0c0', '#96a1a1', '#7c8889', '#3f4a4b', '#2a3434', '#1d2627', '#151d1d', '#0f1616', '#091010'],
  red: ['#fef3f2', '#fee3e0', '#ffcbc5', '#ffa8a0', '#ff7e77', '#f4514f', '#d53136', '#b51522', '#970818', '#740510'],
  orange: [
    '#fef3ec',
    '#ffe5d3',
    '#feceab',
    '#fdae71',
    '#ed9143',
    '#d77500',
    '#b36000',
    '#924d01',
    '#783f02',
    '#5c2e00',
  ],
  yellow: [
    '#fdf5e4',
    '#f9e9c7',
    '#f2d69a',
    '#e4bd69',
    '#d2a333',
    '#b88a06',
    '#997200',
    '#7c5c03',
    '#664b01',
    '#4d3800',
  ],
  lime: ['#f1f9e7', '#e1f2cd', '#c8e5a6', '#acd17b', '#90bc51', '#75a322', '#5f8801', '#4c6f00', '#3e5a01', '#2d4400'],
  green: ['#ebfbed', '#d5f4da', '#b3e9bd', '#8cd79c', '#65c27c', '#3eab5e', '#199045', '#007634', '#02612a', '#01491e'],
  teal: ['#e9faf7', '#d0f3ec', '#a9e8dc', '#7cd6c7', '#4cc1b0', '#02a998', '#068c7d', '#037266', '#035d53', '#00463e'],
  cyan: ['#e8f9fe', '#cff2fb', '#a7e5f4', '#79d2e7', '#48bcd5', '#04a3be', '#09879e', '#066e80', '#005a6a', '#024450'],
  blue: ['#eff7ff', '#ddecfe', '#bfdcfe', '#96c7fe', '#66afff', '#3c95f0', '#1a7ad3', '#0062b2', '#015093', '#003c71'],
  indigo: [
    '#f2f5ff',
    '#e4eafe',
    '#ccd8ff',
    '#aebffe',
    '#8ea5ff',
    '#6f87f9',
    '#586ddc',
    '#4455bc',
    '#36459e',
    '#283379',
  ],
  violet: [
    '#f6f4fe',
    '#ece7ff',
    '#dbd2fe',
    '#c7b5ff',
    '#b296fe',
    '#9b79ee',
    '#825ed1',
    '#6b48b2',
    '#583995',
    '#422a72',
  ],
  grape: ['#fcf1ff', '#f9e1fe', '#f4c6fe', '#e7a7f6', '#d589e6', '#bf6bd2', '#a351b6', '#883b99', '#712e80', '#562161'],
  pink: ['#fff2f6', '#ffe2ec', '#ffc7db', '#ffa2c6', '#f47eb0', '#df5e97', '#c1437e', '#a32d66', '#882154', '#68173f'],
} satisfies Record<string, MantineColorsTuple>;

/** Paper and ink of the two schemes. */
export const GROUND = {
  light: { body: '#ffffff', sunken: PALETTE.gray[0], text: '#162021' },
  dark: { body: PALETTE.dark[7], sunken: PALETTE.dark[8], text: PALETTE.dark[0] },
} as const;

/**
 * Colour for meaning only. Chosen so that people who do not tell red from green still tell them apart by lightness,
 * and never the only carrier of the meaning.
 */
export const MEANING = {
  target: 'teal',
  warning: 'orange',
  critical: 'red',
  signal: 'violet',
  neutral: 'gray',
} as const;
