/** The encodings of text that are not Unicode, by their WHATWG names, as people call them. */
export const ENCODINGS = {
  gb18030: 'Chinese, simplified (GBK)',
  big5: 'Chinese, traditional (Big5)',
  shift_jis: 'Japanese (Shift JIS)',
  'euc-kr': 'Korean (EUC-KR)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  'windows-1252': 'Western (Windows-1252)',
} as const;

export type Encoding = keyof typeof ENCODINGS;
