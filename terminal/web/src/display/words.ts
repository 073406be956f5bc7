// What the customers' display says; both languages at once, because nobody asks them.

export const displayWords = {
  'display.welcome': ['欢迎光临', 'Welcome'],
  'display.hello': ['您好', 'Hello'],
  'display.member': ['请出示会员码', 'Please show your member code'],
  'display.total': ['本单应付', 'To pay'],
  'display.saved': ['为您节省', 'You save'],
  'display.earned': ['本次积分', 'Points earned'],
  'display.balance': ['积分余额', 'Points'],
  'display.thanks': ['谢谢惠顾', 'Thank you'],
  'display.birthday': ['生日快乐', 'Happy birthday'],
} as const satisfies Record<string, readonly [string, string]>;
