# Service at the counter (S), the registry and data (R), the day's and the month's books.

define member(phone, surname, form, birthday) = card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-<phone>","date":"2026-11-01","paid":100000}]},
  "registration":{"surname":"<surname>","form":"<form>","phone":"<phone>","birthday":"<birthday>","consent":true}}
define agreeing(phone, surname, form, birthday) = card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-<phone>","date":"2026-11-01","paid":100000}]},
  "registration":{"surname":"<surname>","form":"<form>","phone":"<phone>","birthday":"<birthday>","consent":true,"messages":true}}
define refusing(phone, surname, form, birthday) = card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-<phone>","date":"2026-11-01","paid":100000}]},
  "registration":{"surname":"<surname>","form":"<form>","phone":"<phone>","birthday":"<birthday>","consent":true,"messages":false}}
define gift(id, points, stock) = gift.put {"gift":{"id":"<id>","name":"口红","points":<points>,"stock":<stock>,"first_day":"2026-01-01","last_day":"2035-12-31"}}

== S1 · The cashier is reminded to ask for the card
> sale.quote {"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"prompts":[..., {"clause":"S1","word":text,"message":{"zh-CN":text,"en":text}}]}

== S2 · Surname and form of address
+ member(13800000001, 王, ms, 1990-05-20)
< {"card":$wang}
+ member(13800000002, 李, mr, 1985-05-20)
< {"card":$li}
+ member(13800000003, 诸葛, mr, 1985-05-20)
< {"card":$zhuge}
+ look($wang)
< {"member":{"address":{"zh-CN":"王女士","en":"Ms Wang"}}}
+ look($li)
< {"member":{"address":{"zh-CN":"李先生","en":"Mr Li"}}}
+ look($zhuge)
< {"member":{"address":{"zh-CN":"诸葛先生","en":"Mr Zhuge"}}}

== S3, A43 · Birthday today and within seven days, not on the eighth
+ member(13800000001, 王, ms, 1990-12-01)
< {"card":$card}
at 2026-11-23T10:00:00+08:00
+ look($card)
< {"prompts":[none {"word":"birthday_soon"}]}
at 2026-11-24T10:00:00+08:00
+ look($card)
< {"prompts":[..., {"clause":"S3","word":"birthday_soon","facts":{"days":7}}]}
at 2026-11-28T10:00:00+08:00
+ look($card)
< {"prompts":[..., {"clause":"S3","word":"birthday_soon","facts":{"days":3}}]}
at 2026-11-30T23:59:59+08:00
+ look($card)
< {"prompts":[..., {"clause":"S3","word":"birthday_soon","facts":{"days":1}}]}
at 2026-12-01T00:00:00+08:00
+ look($card)
< {"prompts":[..., {"clause":"S3","word":"~birthday"}]}
at 2026-12-02T00:00:00+08:00
+ look($card)
< {"prompts":[none {"word":"~birthday"}]}

== S3 · A birthday across the new year
+ member(13800000001, 王, ms, 1990-01-02)
< {"card":$card}
at 2026-12-28T10:00:00+08:00
+ look($card)
< {"prompts":[..., {"clause":"S3","word":"birthday_soon","facts":{"days":5}}]}

== S3 · The card is about to expire: thirty days before, not thirty-one
+ member(13800000001, 王, ms, 1990-05-20)
< {"card":$card,"last_day":"2028-11-22"}
at 2028-10-22T10:00:00+08:00
+ look($card)
< {"prompts":[none {"word":"~expir"}]}
at 2028-10-23T10:00:00+08:00
+ look($card)
< {"prompts":[..., {"clause":"S3","word":"~expir","facts":{"days":30}}]}
at 2028-11-22T10:00:00+08:00
+ look($card)
< {"prompts":[..., {"clause":"S3","word":"~expir","facts":{"days":0}}]}

== S3 · Points short of D2 and of the next gift
+ member(13800000001, 王, ms, 1990-05-20)
< {"card":$card}
+ gift(G5, 5, 3)
+ offer($card, 1, 290000, 290000)
+ look($card)
< {"prompts":[..., {"clause":"S3","facts":{"short":1}}]}

== S7 · The magazine: one per issue and card
+ member(13800000001, 王, ms, 1990-05-20)
< {"card":$card}
> handover.record {"card":$card,"item":"magazine","issue":"2026-11"}
> handover.record {"card":$card,"item":"magazine","issue":"2026-11"}
!refusal S7
> handover.record {"card":$card,"item":"magazine","issue":"2026-12"}
> handover.record {"card":$card,"item":"magazine"}
!error request.invalid /issue

== S8 · The receipt: benefits, points before, earned and after, the card masked, a line to sign
+ member(13800000001, 王, ms, 1990-05-20)
< {"card":$card}
+ offer($card, 1, 120000, 120000)
> sale.commit {"card":$card,"receipt_no":"R-42","expected_paid":23220,"lines":[{"sku":"A17","name":"精华水","qty":2,"unit_price":12900}]}
< {"receipt_no":"R-42","receipt":"~R-42"}
< {"receipt":"~232\\.20"}
< {"receipt":"~\\*{4} \\*{4}"}
< {"receipt":"~签"}
< {"points":{"before":12,"earned":2,"after":14}}
unsaid $card
unsaid "13800000001"

== R1, R2 · The month's registry: complete, closed with the month, due on the 2nd, masked for the screen
+ member(13800000001, 王, ms, 1990-05-20)
+ member(13800000002, 李, mr, 1985-05-20)
at 2026-12-01T00:00:00+08:00
+ member(13800000003, 张, mr, 1985-05-20)
> report.registry {"month":"2026-11"}
< {"month":"2026-11","complete":true,"due":"2026-12-02","count":2,"registrations":[{"day":"2026-11-22","name":"王**","phone":"138****0001"},{"day":"2026-11-22","name":"李**","phone":"138****0002"}]}
> report.registry {"month":"2026-12"}
< {"complete":false,"due":"2027-01-02","count":1}
unsaid "13800000001"
unsaid "13800000003"

== R1 · The registry is closed with the month: by a manager on its last day, else by itself
+ member(13800000001, 王, ms, 1990-05-20)
> report.registry {"month":"2026-11"}
< {"state":"open","closed":absent,"masked":true}
-- October was over before this store's first act
> registry.close {"operator":"2001"}
!error not_found /month
> registry.close {"operator":"2001","month":"2026-11"}
!refusal R1 month_not_over
at 2026-11-30T20:00:00+08:00
> registry.close {"operator":"1001"}
!error not_allowed /operator
> registry.close {"operator":"2001"}
< {"month":"2026-11","registrations":1,"was_closed":false,"due":"2026-12-02"}
> registry.close {"operator":"2001"}
< {"month":"2026-11","registrations":1,"was_closed":true}
> report.registry {"month":"2026-11"}
< {"state":"closed","closed":{"operator":"2001","registrations":1},"at_office":absent}
-- one more on the evening of that day: closed once more when the month is over
+ member(13800000002, 李, mr, 1985-05-20)
at 2026-12-01T09:00:00+08:00
+ member(13800000003, 张, mr, 1985-05-20)
> report.registry {"month":"2026-11"}
< {"state":"closed","closed":{"registrations":2,"operator":absent},"count":2}
-- January has none; nobody did anything in it, and it is closed all the same
at 2027-02-03T09:00:00+08:00
> report.registry {"month":"2027-01"}
< {"state":"closed","closed":{"registrations":0},"count":0}
> report.registry {"month":"2026-12"}
< {"state":"closed","closed":{"registrations":1}}
> registry.close {"operator":"2001","month":"2026-10"}
!error not_found /month
> registry.close {"operator":"2001","month":"2027-2"}
!error request.invalid /month

== R2, R3 · Reports as files leave by a manager alone, and that they left is written down
+ member(13800000001, 王, ms, 1990-05-20)
> report.registry {"format":"csv"}
!error not_allowed /operator
> report.registry {"format":"csv","operator":"1001"}
!error not_allowed /operator
> report.registry {"reason":"报总部","operator":"1001"}
!error not_allowed /operator
> report.registry {"format":"csv","operator":"2001"}
< {"file":"S01-registry-2026-11.csv","csv":"~138\\*{4}0001"}
unsaid "13800000001"
> report.registry {"format":"csv","reason":"报总部","operator":"2001"}
< {"masked":false,"csv":"~13800000001","registrations":[{"phone":"13800000001"}]}
> report.registry {"format":"xlsx","operator":"2001"}
< {"file":"S01-registry-2026-11.xlsx","xlsx":"~^UEsDB"}
> report.day {"format":"xlsx","operator":"2001"}
< {"file":"S01-day-2026-11-22.xlsx","xlsx":"~^UEsDB"}
> report.month {"format":"csv","operator":"2001"}
< {"csv":"~2026-11-22,0,0,0\\.00"}
> report.totals {"format":"csv","operator":"2001"}
< {"csv":"~Cards issued,1"}
> report.anomalies {"format":"csv","operator":"2001"}
< {"file":"S01-anomalies-2026-11-22.csv"}
> report.day {"format":"pdf"}
!error request.invalid /format
> audit.list {"operator":"2001","kind":"copied"}
< {"count":7,"entries":[{"method":"report.registry","count":1},...]}

== S6 · Whom to greet: birthdays ahead, cards about to expire, news; with consent, no one twice
+ agreeing(13800000001, 王, ms, 1990-11-25)
+ agreeing(13800000002, 李, mr, 1985-11-29)
+ agreeing(13800000003, 张, mr, 1985-11-30)
+ member(13800000004, 赵, ms, 1985-05-20)
-- the fifth was asked and wants no messages; who was not asked apart agreed to all of it
+ refusing(13800000005, 孙, ms, 1985-11-26)
> report.greetings {}
< {"from":"2026-11-22","through":"2026-11-29","count":2,"left_out":{"without_consent":1,"greeted_before":0},"masked":true,"greetings":[{"when":"2026-11-25","name":"王**","phone":"138****0001","address":{"zh-CN":"王女士"},"reasons":[{"word":"birthday","about":"2026-11-25"}],"message":{"zh-CN":"~王女士","en":"~Ms Wang"}},{"when":"2026-11-29","phone":"138****0002"}]}
unsaid "13800000001"
> greetings.hand_over {"operator":"1001"}
!error not_allowed /operator
> greetings.hand_over {"operator":"2001"}
< {"count":2,"masked":false,"gateway":[{"to":"13800000001","when":"2026-11-25","text":"~王女士"},{"to":"13800000002"}]}
-- who was greeted for this birthday is not greeted for it again
> report.greetings {"days":8}
< {"count":1,"left_out":{"greeted_before":2,"without_consent":1},"greetings":[{"phone":"138****0003"}]}
-- news go to everybody, in one row with what else there is to say
> report.greetings {"days":8,"news":{"id":"autumn","zh-CN":"秋季新品到店。"}}
< {"count":4,"greetings":[{"reasons":[{"word":"news","about":"autumn"}],"message":{"zh-CN":"~秋季新品到店"}},{},{"reasons":[{"word":"news"},{"word":"birthday"}]},{}]}
-- two years later the cards run out
at 2028-11-20T10:00:00+08:00
> report.greetings {"reasons":["card_expiring"],"days":2}
< {"count":4,"greetings":[{"when":"2028-11-22","reasons":[{"word":"card_expiring","about":"2028-11-22"}]},{},{},{}]}
> report.greetings {"reasons":["easter"]}
!error request.invalid /reasons/0
> report.greetings {"news":{"id":"x"}}
!error request.invalid /news/zh-CN

== The day's and the month's report
+ member(13800000001, 王, ms, 1990-05-20)
< {"card":$card}
+ buy($card, 10000, 9000)
< {"sale":$sale}
+ back($sale, 0, 1)
> report.day {}
< {"date":"2026-11-22","sales":1,"gross":10000,"reduction":1000,"paid":9000,"returns":1,"refunded":9000,"net":0}
unsaid $card
> report.day {"date":"2026-11-22"}
< {"date":"2026-11-22","sales":1}
> report.day {"date":"2026-11-21"}
< {"date":"2026-11-21","sales":0,"paid":0}
> report.month {"month":"2026-11"}
< {"month":"2026-11","sales":1,"paid":9000,"refunded":9000}
> report.month {"month":"2026-13"}
!error request.invalid /month
> report.day {"date":"2026-11-31"}
!error request.invalid /date

== status and verify · One screen of the store, and its books rebuilt
+ member(13800000001, 王, ms, 1990-05-20)
> status {}
<< {"ok":true}
> verify {}
<< {"ok":true}
