# Breaches that one store's data can show (X). Each is an anomaly for the store manager; none of
# them stops a sale.

define member(phone) = card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-<phone>","date":"2026-11-01","paid":100000}]},
  "registration":{"surname":"王","form":"ms","phone":"<phone>","birthday":"1990-11-22","consent":true}}
define buy_by(operator, card, price, paid) = sale.commit {"operator":"<operator>","card":<card>,"expected_paid":<paid>,"lines":[{"sku":"A","qty":1,"unit_price":<price>}]}
define birthday_by(operator, card, price, paid) = sale.commit {"operator":"<operator>","card":<card>,"birthday_document_shown":true,"expected_paid":<paid>,"lines":[{"sku":"A","qty":1,"unit_price":<price>}]}

== X1, X2, A15 · A benefit asked on a void or blocked card
+ member(13800000001)
< {"card":$card}
+ buy($card, 100, 90)
> report.anomalies {}
< {"anomalies":[]}
> card.block {"card":$card,"reason":"stolen"}
-- a quote is no breach, a purchase is
+ quote($card, 100)
> report.anomalies {}
< {"anomalies":[]}
+ buy($card, 100, 100)
< {"sale":$sale}
> report.anomalies {}
-- X1: kind, card, store, operator, evidence, state
< {"store":"S01","anomalies":[{"kind":"benefit_on_void_card","card":"~^[0-9]{4} \\*{4} \\*{4} [0-9]{4}$","operator":"1001","about":any,"state":"open"}]}
unsaid $card

== X2, A15, C3 · A benefit asked on an expired card
+ member(13800000001)
< {"card":$card}
at 2028-11-22T10:00:00+08:00
+ look($card)
+ buy_by(1001, $card, 100, 90)
at 2028-11-23T10:00:00+08:00
+ buy_by(1001, $card, 100, 100)
> report.anomalies {}
< {"anomalies":[{"kind":"benefit_on_void_card","day":"2028-11-23"}]}

== X2, C8 · A failed check of the holder, not one that passed
+ member(13800000001)
< {"card":$card}
> card.check_holder {"card":$card,"outcome":"passed"}
> report.anomalies {}
< {"anomalies":[]}
> card.check_holder {"card":$card,"outcome":"failed"}
> report.anomalies {}
< {"anomalies":[{"kind":"identity_check_failed","state":"open"}]}

== X2, A43 · More than five purchases a day on one card
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","anomalies":{"same_card_same_operator_a_day":1000}}}
+ member(13800000001)
< {"card":$card}
+ buy($card, 100, 90)
+ buy($card, 100, 90)
+ buy($card, 100, 90)
+ buy($card, 100, 90)
+ buy($card, 100, 90)
> report.anomalies {}
< {"anomalies":[]}
+ buy($card, 100, 90)
> report.anomalies {}
< {"anomalies":[{"clause":"X2"}]}
-- the next day begins anew
at 2026-11-23T10:00:00+08:00
+ buy($card, 100, 90)
> report.anomalies {}
< {"anomalies":[any]}

== X2 · One card more than three times a day under one operator
+ member(13800000001)
< {"card":$card}
+ buy_by(1001, $card, 100, 90)
+ buy_by(1001, $card, 100, 90)
+ buy_by(1001, $card, 100, 90)
+ buy_by(2001, $card, 100, 90)
> report.anomalies {}
< {"anomalies":[]}
+ buy_by(1001, $card, 100, 90)
> report.anomalies {}
< {"anomalies":[{"clause":"X2"}]}

== X2, D3 · The birthday rate on more than three purchases
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","anomalies":{"same_card_same_operator_a_day":1000}}}
+ member(13800000001)
< {"card":$card}
+ birthday_by(1001, $card, 100, 60)
+ birthday_by(1001, $card, 100, 60)
+ birthday_by(1001, $card, 100, 60)
+ buy($card, 100, 90)
> report.anomalies {}
< {"anomalies":[]}
+ birthday_by(1001, $card, 100, 60)
> report.anomalies {}
< {"anomalies":[{}]}

== X2, E4, A32 · A qualifying purchase comes back: once, when the proof no longer holds
> sale.commit {"phone":"13800000001","expected_paid":150001,"lines":[{"sku":"A","qty":3,"unit_price":50000},{"sku":"B","qty":1,"unit_price":1}]}
< {"sale":$sale}
+ join(13800000001)
< {"card":$card}
+ back($sale, 1, 1)
+ back($sale, 0, 1)
> report.anomalies {}
< {"anomalies":[]}
-- 1000.00 left still qualifies; 500.00 does not
+ back($sale, 0, 1)
> report.anomalies {}
< {"anomalies":[{"kind":"qualifying_purchase_returned","clause":"E4","state":"open"}]}
+ back($sale, 0, 1)
> report.anomalies {}
< {"anomalies":[{"kind":"qualifying_purchase_returned"}]}
> card.show {"card":$card}
< {"state":"active"}

== E4, A32 · The proof is judged as on its day of application
at 2026-05-22T10:00:00+08:00
> sale.commit {"phone":"13800000001","expected_paid":99999,"lines":[{"sku":"A","qty":1,"unit_price":99998},{"sku":"B","qty":1,"unit_price":1}]}
< {"sale":$first}
at 2026-11-22T10:00:00+08:00
+ prospect(13800000001, 99999)
+ prospect(13800000001, 3)
+ join(13800000001)
< {"card":text}
-- long after: the window still ends on the day of application. One fen less leaves 2000.00.
at 2027-12-01T10:00:00+08:00
+ back($first, 1, 1)
> report.anomalies {}
< {"anomalies":[]}
+ back($first, 0, 1)
> report.anomalies {}
< {"anomalies":[{"kind":"qualifying_purchase_returned"}]}

== E4 · What is no proof of a card may come back without a word
+ prospect(13800000001, 100000)
< {"sale":$sale}
+ back($sale, 0, 1)
> report.anomalies {}
< {"anomalies":[]}

== X2, D3, C8 · The birthday rate after a check of the holder failed at another lane
+ member(13800000001)
< {"card":$card}
> card.check_holder {"card":$card,"lane":"2","outcome":"failed"}
-- at that lane there is no benefit (A41); at the next one the document is confirmed all the same
> sale.commit {"lane":"1","operator":"1001","card":$card,"birthday_document_shown":true,"expected_paid":60,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
> report.anomalies {}
< {"anomalies":[{"kind":"identity_check_failed","clause":"C8"},{"kind":"birthday_without_document","clause":"D3","operator":"1001","state":"open"}]}

== X2, E3 · A receipt that this store printed, laid down with another amount
> sale.commit {"receipt_no":"R-1","expected_paid":120000,"lines":[{"sku":"A","qty":1,"unit_price":120000}]}
> sale.commit {"receipt_no":"R-2","expected_paid":110000,"lines":[{"sku":"A","qty":1,"unit_price":110000}]}
> card.issue {"proof":{"receipts":[{"receipt_no":"R-1","date":"2026-11-22","paid":120000}]},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}}
> report.anomalies {}
< {"anomalies":[]}
> card.issue {"proof":{"receipts":[{"receipt_no":"R-2","date":"2026-11-22","paid":210000}]},"registration":{"surname":"李","form":"mr","phone":"13800000002","birthday":"1990-05-20","consent":true}}
> report.anomalies {}
< {"anomalies":[{"kind":"false_receipt","clause":"E3","evidence":{"receipt_no":"R-2","paid":110000},"state":"open"}]}

== X2, E3 · A receipt laid down as another store's, before this store's till prints it
> card.issue {"proof":{"receipts":[{"receipt_no":"R-9","date":"2026-11-01","paid":100000},{"receipt_no":"R-8","date":"2026-11-22","paid":5000}]},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}}
-- a till that was without the module brings its sale later: the same day, the same amount
> sale.commit {"receipt_no":"R-8","expected_paid":5000,"lines":[{"sku":"A","qty":1,"unit_price":5000}]}
> report.anomalies {}
< {"anomalies":[]}
> sale.commit {"receipt_no":"R-9","expected_paid":4000,"lines":[{"sku":"A","qty":1,"unit_price":4000}]}
> report.anomalies {}
< {"anomalies":[{"kind":"false_receipt","clause":"E3","state":"open"}]}

== X2 · One card twice or three times a day under one till's operator: 950 purchases a year
+ member(13800000001)
< {"card":$card}
+ buy_by(1001, $card, 100, 90)
+ buy_by(1001, $card, 100, 90)
+ buy_by(1001, $card, 100, 90)
at 2026-11-23T10:00:00+08:00
+ buy_by(1001, $card, 100, 90)
+ buy_by(1001, $card, 100, 90)
+ buy_by(2001, $card, 100, 90)
at 2026-11-24T10:00:00+08:00
+ buy_by(1001, $card, 100, 90)
-- six in a week are twice the day's limit; the seventh passes it
> report.anomalies {}
< {"anomalies":[]}
+ buy_by(1001, $card, 100, 90)
> report.anomalies {}
< {"anomalies":[{"kind":"same_card_same_operator","count":7,"operator":"1001"}]}
-- said once a week
+ buy_by(1001, $card, 100, 90)
at 2026-11-25T10:00:00+08:00
+ buy_by(1001, $card, 100, 90)
> report.anomalies {}
< {"anomalies":[{"kind":"same_card_same_operator"}]}
-- a week later it goes on, and is said again
at 2026-12-01T10:00:00+08:00
+ buy_by(1001, $card, 100, 90)
+ buy_by(1001, $card, 100, 90)
+ buy_by(1001, $card, 100, 90)
at 2026-12-02T10:00:00+08:00
+ buy_by(1001, $card, 100, 90)
+ buy_by(1001, $card, 100, 90)
+ buy_by(1001, $card, 100, 90)
at 2026-12-03T10:00:00+08:00
+ buy_by(1001, $card, 100, 90)
> report.anomalies {}
< {"anomalies":[{"kind":"same_card_same_operator"},{"kind":"same_card_same_operator","day":"2026-12-03"}]}

== X1 · An anomaly is explained or punished, by a manager, with a reason, and may be opened again
+ member(13800000001)
< {"card":$card}
> card.check_holder {"card":$card,"outcome":"failed"}
> report.anomalies {}
< {"open":1,"count":1,"anomalies":[{"seq":$seq,"state":"open","what_to_do":{"zh-CN":text,"en":text},"evidence":{"entry":any}}]}
> anomaly.settle {"operator":"1001","seq":$seq,"state":"explained","reason":"妹妹代用"}
!error not_allowed /operator
> anomaly.settle {"operator":"2001","seq":$seq,"state":"explained","reason":"妹妹代用"}
< {"seq":$seq,"kind":"identity_check_failed","state":"explained"}
> report.anomalies {}
< {"open":0,"anomalies":[{"state":"explained","settled":{"operator":"2001","reason":"妹妹代用"}}]}
> report.anomalies {"state":"open"}
< {"count":0,"anomalies":[]}
> anomaly.settle {"operator":"2001","seq":$seq,"state":"punished","reason":"再次冒用"}
> report.anomalies {"state":"punished"}
< {"count":1,"anomalies":[{"settled":{"reason":"再次冒用"}}]}
> anomaly.settle {"operator":"2001","seq":9999,"state":"punished","reason":"x"}
!error not_found /seq
> anomaly.settle {"operator":"2001","seq":$seq,"state":"forgiven","reason":"x"}
!error request.invalid /state
> anomaly.settle {"operator":"2001","seq":$seq,"state":"open"}
!error request.invalid /reason
> audit.list {"operator":"2001","kind":"setting"}
< {"entries":[{"method":"anomaly.settle","word":"explained"},{"method":"anomaly.settle","word":"punished"}]}
-- nobody settles what happened under their own hand
> card.check_holder {"operator":"2001","card":$card,"outcome":"failed"}
> report.anomalies {"state":"open"}
< {"anomalies":[{"seq":$own}]}
> anomaly.settle {"operator":"2001","seq":$own,"state":"explained","reason":"x"}
!refusal X1 own_anomaly
