# Who becomes a VIP (E): at the counter, and by the pure method eligibility.evaluate.

== E1 · One purchase of 1000.00 qualifies, one of 999.99 does not
-- 王女士 buys for 999.99, leaves her phone number, and asks for a card
+ prospect(13800000001, 99999)
< {"sale":text,"paid":99999,"lines":[{"clause":"none"}],"points":absent}
+ join(13800000001)
!refusal E1 threshold_not_reached {"missing":100000}
-- then she buys for 1000.00
+ prospect(13800000001, 100000)
+ join(13800000001)
< {"card":"~^[0-9]{16}$","last_day":"2028-11-22","token":text}

== E1, A14 · No limit of age: a purchase of years ago counts, one dated later does not
+ qualifies(2026-11-22, [{"date":"2015-01-01","paid":100000}])
< {"qualifies":true,"clause":"E1","missing":0}
+ qualifies(2026-11-22, [{"date":"2015-01-01","paid":99999}])
< {"qualifies":false,"clause":"E1","missing":100000}
+ qualifies(2026-11-22, [{"date":"2026-11-22","paid":100000}])
< {"qualifies":true,"clause":"E1","missing":0}
+ qualifies(2026-11-22, [{"date":"2026-11-23","paid":100000}])
< {"qualifies":false,"clause":"E1","missing":100000}
+ qualifies(2026-11-22, [{"date":"2026-11-23","paid":500000},{"date":"2026-11-22","paid":70000}])
< {"qualifies":false,"clause":"E1","missing":100000}

== E2 · Six calendar months back, first and last day included
+ qualifies(2026-11-22, [{"date":"2026-05-22","paid":99999},{"date":"2026-08-01","paid":99999},{"date":"2026-11-22","paid":2}])
< {"qualifies":true,"clause":"E2","missing":0}
+ qualifies(2026-11-22, [{"date":"2026-05-21","paid":99999},{"date":"2026-08-01","paid":99999},{"date":"2026-11-22","paid":2}])
< {"qualifies":false,"clause":"E2","missing":99999}
-- one fen short
+ qualifies(2026-11-22, [{"date":"2026-05-22","paid":99999},{"date":"2026-08-01","paid":99999},{"date":"2026-11-22","paid":1}])
< {"qualifies":false,"clause":"E2","missing":1}
-- applied for on 31 August: from 28 February on, in a leap year from 29 February
+ qualifies(2026-08-31, [{"date":"2026-02-28","paid":99999},{"date":"2026-08-31","paid":99999},{"date":"2026-08-01","paid":2}])
< {"qualifies":true,"clause":"E2"}
+ qualifies(2026-08-31, [{"date":"2026-02-27","paid":99999},{"date":"2026-08-31","paid":99999},{"date":"2026-08-01","paid":2}])
< {"qualifies":false}
+ qualifies(2028-08-31, [{"date":"2028-02-29","paid":99999},{"date":"2028-08-31","paid":99999},{"date":"2028-08-01","paid":2}])
< {"qualifies":true,"clause":"E2"}
+ qualifies(2028-08-31, [{"date":"2028-02-28","paid":99999},{"date":"2028-08-31","paid":99999},{"date":"2028-08-01","paid":2}])
< {"qualifies":false}
-- 28 August in an ordinary year: from 28 February on; 29 August, too
+ qualifies(2026-08-29, [{"date":"2026-02-28","paid":99999},{"date":"2026-08-28","paid":99999},{"date":"2026-08-01","paid":2}])
< {"qualifies":true}
-- across the new year
+ qualifies(2027-03-15, [{"date":"2026-09-15","paid":99999},{"date":"2026-12-31","paid":99999},{"date":"2027-01-01","paid":2}])
< {"qualifies":true}
+ qualifies(2027-03-15, [{"date":"2026-09-14","paid":99999},{"date":"2026-12-31","paid":99999},{"date":"2027-01-01","paid":2}])
< {"qualifies":false}

== A13 · Missing: the least that one more purchase today would have to come to
+ qualifies(2026-11-22, [])
< {"qualifies":false,"clause":"E1","missing":100000}
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":50000}])
< {"clause":"E1","missing":100000}
-- the sum lacks 100000 as well: of two equal ones it is E1
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":50000},{"date":"2026-11-02","paid":50000}])
< {"clause":"E1","missing":100000}
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":50000},{"date":"2026-11-02","paid":50001}])
< {"clause":"E2","missing":99999}
-- both fulfilled: E1
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":200000}])
< {"qualifies":true,"clause":"E1","missing":0}
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":99999},{"date":"2026-11-02","paid":99999},{"date":"2026-11-03","paid":100000}])
< {"qualifies":true,"clause":"E1"}

== E4 · What came back leaves the sum
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":100000,"returned":1}])
< {"qualifies":false,"clause":"E1","missing":100000}
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":100001,"returned":1}])
< {"qualifies":true,"clause":"E1"}
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":100000,"returned":0}])
< {"qualifies":true}
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":99999,"returned":50000},{"date":"2026-11-02","paid":99999}])
< {"qualifies":false,"clause":"E2","missing":50002}

== E1, E2 · The numbers are fields of the policy
> eligibility.evaluate {"date":"2026-11-22","policy":{"join":{"single":50000}},"purchases":[{"date":"2026-11-01","paid":50000}]}
< {"qualifies":true,"clause":"E1"}
> eligibility.evaluate {"date":"2026-11-22","policy":{"join":{"single":50001}},"purchases":[{"date":"2026-11-01","paid":50000}]}
< {"qualifies":false,"clause":"E1","missing":50001}
> eligibility.evaluate {"date":"2026-03-31","policy":{"join":{"cumulative":60000,"months":1}},"purchases":[{"date":"2026-02-28","paid":30000},{"date":"2026-03-31","paid":30000}]}
< {"qualifies":true,"clause":"E2"}
> eligibility.evaluate {"date":"2026-03-31","policy":{"join":{"cumulative":60000,"months":1}},"purchases":[{"date":"2026-02-27","paid":30000},{"date":"2026-03-31","paid":30000}]}
< {"qualifies":false,"clause":"E2","missing":30000}

== E1, E2 · Bad input of eligibility.evaluate
> eligibility.evaluate {"purchases":[]}
!error request.invalid /date
> eligibility.evaluate {"date":"2026-11-22"}
!error request.invalid /purchases
+ qualifies(2026-13-01, [])
!error request.invalid /date
+ qualifies(1899-12-31, [])
!error request.invalid /date
+ qualifies(2200-01-01, [])
!error request.invalid /date
+ qualifies(2199-12-31, [{"date":"1900-01-01","paid":100000}])
< {"qualifies":true}
+ qualifies(2026-11-22, [{"date":"2026-11-31","paid":1}])
!error request.invalid /purchases/0/date
+ qualifies(2026-11-22, [{"date":"2026-11-01"}])
!error request.invalid /purchases/0/paid
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":1},{"paid":1}])
!error request.invalid /purchases/1/date
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":-1}])
!error request.invalid /purchases/0/paid
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":10.5}])
!error request.invalid /purchases/0/paid
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":1,"returned":-1}])
!error request.invalid /purchases/0/returned
+ qualifies(2026-11-22, [{"date":"2026-11-01","paid":1,"shop":"S02"}])
!error request.invalid /purchases/0/shop
+ qualifies(2026-11-22, {})
!error request.invalid /purchases
> eligibility.evaluate {"date":"2026-11-22","purchases":[],"policy":{"join":{"singel":1}}}
!error request.invalid /policy/join/singel

== E3, A17 · A number that is no phone number stops no sale, and the cashier hears that it names nobody
> sale.quote {"phone":"1380000000","lines":[{"sku":"L1","qty":1,"unit_price":100}]}
< {"paid":100,"warnings":[{"clause":"E3","word":"phone_malformed"}]}
+ prospect(1380000000, 100000)
< {"paid":100000,"warnings":[{"clause":"E3","word":"phone_malformed"}]}
+ prospect(13800000001, 100)
< {"warnings":[]}

== E2, E3 · Purchases under the phone number add up to 2000.00
at 2026-06-01T12:00:00+08:00
+ prospect(13800000001, 99999)
at 2026-11-20T12:00:00+08:00
+ prospect(13800000001, 99999)
+ join(13800000001)
!refusal E2 threshold_not_reached {"missing":2}
+ prospect(13800000001, 2)
+ join(13800000001)
< {"card":text,"last_day":"2028-11-20"}

== E2 · Purchases of more than six months ago have left the window at the counter, too
at 2026-05-21T23:59:59+08:00
+ prospect(13800000001, 99999)
at 2026-11-22T00:00:00+08:00
+ prospect(13800000001, 99999)
+ prospect(13800000001, 2)
+ join(13800000001)
!refusal E2 threshold_not_reached {"missing":99999}

== E3, A26 · Sales and receipts known here are a proof, whoever bought them
+ stranger_as(R-1, 60000)
< {"sale":$first,"receipt_no":"R-1"}
+ stranger_as(R-2, 90000)
< {"sale":$second}
+ stranger_as(R-3, 50000)
< {"sale":$third}
+ join_with(13800000001, {"sales":[$first,$second]})
!refusal E2 threshold_not_reached {"missing":50000}
+ join_with(13800000001, {"sales":[$first,$second,$third]})
< {"card":text}
-- E3: a receipt counts once in its life, for one person
+ join_with(13800000002, {"sales":[$first,$second,$third]})
!refusal E3 receipt_used
+ join_with(13800000002, {"receipts":["R-2"]})
!refusal E3 receipt_used
-- a receipt number serves like the sale
+ stranger_as(R-4, 100000)
+ join_with(13800000002, {"receipts":["R-4"]})
< {"card":text}
+ join_with(13800000003, {"receipts":["R-4"]})
!refusal E3 receipt_used

== E3, A25 · Receipts of another store are accepted unverified, once
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000077","date":"2026-11-20","paid":99999}]})
!refusal E1 threshold_not_reached {"missing":100000}
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000077","date":"2026-11-20","paid":100000}]})
< {"card":text}
+ join_with(13800000002, {"receipts":[{"receipt_no":"S02-1-000077","date":"2026-11-20","paid":100000}]})
!refusal E3 receipt_used
-- by its number alone it is known as used, too
+ join_with(13800000002, {"receipts":["S02-1-000077"]})
!refusal E3 receipt_used {"receipt_no":"S02-1-000077"}
-- E2 as well: two receipts together, within the window
+ join_with(13800000002, {"receipts":[{"receipt_no":"S02-1-000078","date":"2026-05-22","paid":99999},{"receipt_no":"S02-1-000079","date":"2026-11-22","paid":99999},{"receipt_no":"S03-1-000001","date":"2026-11-22","paid":2}]})
< {"card":text}

== E3, A25 · A receipt that is known here counts as it is in the books, not as it is claimed
+ stranger_as(R-1, 99999)
+ join_with(13800000001, {"receipts":[{"receipt_no":"R-1","date":"2026-11-22","paid":100000}]})
!refusal E1 threshold_not_reached {"missing":100000}

== E3 · Unverified receipts are a switch of the policy
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","join":{"unverified_receipts":false}}}
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000077","date":"2026-11-20","paid":100000}]})
<< {"ok":false}

== E3, A14 · A receipt dated later than the application counts for nothing
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000077","date":"2026-11-23","paid":100000}]})
!refusal E1 threshold_not_reached {"missing":100000}

== A39 · Named twice in one request: an error at the second
+ stranger_as(R-1, 100000)
< {"sale":$sale}
+ join_with(13800000001, {"sales":[$sale,$sale]})
!error request.invalid /proof/sales/1
+ join_with(13800000001, {"receipts":["R-1","R-1"]})
!error request.invalid /proof/receipts/1
+ join_with(13800000001, {"receipts":["R-1",{"receipt_no":"R-1","date":"2026-11-22","paid":100000}]})
!error request.invalid /proof/receipts/1
+ join_with(13800000001, {"receipts":[{"receipt_no":"X","date":"2026-11-22","paid":1},{"receipt_no":"Y","date":"2026-11-22","paid":1},{"receipt_no":"X","date":"2026-11-22","paid":1}]})
!error request.invalid /proof/receipts/2
-- nothing was used up by all that
+ join_with(13800000001, {"sales":[$sale]})
< {"card":text}

== A26 · One kind of proof per request; an issue by phone uses up every purchase under it
+ prospect_as(R-1, 13800000001, 100000)
< {"sale":$first}
+ prospect_as(R-2, 13800000001, 5000)
< {"sale":$second}
> card.issue {"proof":{"phone":"13800000001","sales":[$first]},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}}
!error request.invalid
> card.issue {"proof":{},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}}
!error request.invalid
+ join(13800000001)
< {"card":text}
+ join_with(13800000002, {"sales":[$second]})
!refusal E3 receipt_used
+ join_with(13800000002, {"receipts":["R-1"]})
!refusal E3 receipt_used

== A26 · Purchases made with an earlier card count for a new one
at 2026-11-22T10:00:00+08:00
+ prospect(13800000001, 100000)
+ join(13800000001)
< {"card":$card}
+ offer($card, 1, 120000, 120000)
< {"sale":$with_card}
> card.close {"card":$card,"reason":"moved away"}
+ join_with(13800000001, {"sales":[$with_card]})
< {"card":$new}
-- C5/C9: a new account, nothing comes along
+ look($new)
< {"points":{"before":0,"accumulated":0,"carry_before":0}}

== A26 · By phone as well: what she bought with the earlier card is under her phone
+ prospect(13800000001, 100000)
+ join(13800000001)
< {"card":$card}
+ offer($card, 1, 100000, 100000)
> card.close {"card":$card,"reason":"moved away"}
+ join(13800000001)
< {"card":text}

== E6, C4 · A member who applied anew does not get a renewed card beside the new one
+ prospect(13800000001, 100000)
+ join(13800000001)
< {"card":$old}
at 2028-11-23T10:00:00+08:00
+ prospect(13800000001, 100000)
+ join(13800000001)
< {"card":text}
> card.renew {"card":$old}
!refusal E6 has_card

== A47 · E5, then E6, then E3, then E1 and E2; a refusal uses nothing up
+ prospect_as(R-1, 13800000001, 100000)
< {"sale":$used}
+ join(13800000001)
< {"card":$card}
-- everything wrong at once: the form first
> card.issue {"proof":{"sales":[$used]},"registration":{"surname":"","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}}
!refusal E5 field {"pointer":"/registration/surname"}
-- then the card that she has
+ join_with(13800000001, {"sales":[$used]})
!refusal E6 has_card
-- then the receipt
+ stranger_as(R-2, 100)
< {"sale":$small}
+ join_with(13800000002, {"sales":[$small,$used]})
!refusal E3 receipt_used
-- then the sum
+ join_with(13800000002, {"sales":[$small]})
!refusal E1 threshold_not_reached {"missing":100000}
-- the small one is still good
+ stranger_as(R-3, 99900)
< {"sale":$big}
+ stranger_as(R-4, 99999)
< {"sale":$bigger}
+ stranger_as(R-5, 1)
< {"sale":$fen}
+ join_with(13800000002, {"sales":[$small,$big,$bigger,$fen]})
< {"card":text}

== E5, A35 · The form: each missing or malformed field is refused by its place
+ prospect(13800000001, 100000)
define form(registration) = card.issue {"proof":{"phone":"13800000001"},"registration":<registration>}
+ form({"form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true})
!refusal E5 field {"pointer":"/registration/surname"}
+ form({"surname":"王","phone":"13800000001","birthday":"1990-05-20","consent":true})
!refusal E5 field {"pointer":"/registration/form"}
+ form({"surname":"王","form":"ms","birthday":"1990-05-20","consent":true})
!refusal E5 field {"pointer":"/registration/phone"}
+ form({"surname":"王","form":"ms","phone":"13800000001","consent":true})
!refusal E5 field {"pointer":"/registration/birthday"}
+ form({"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20"})
!refusal E5 field {"pointer":"/registration/consent"}
+ form({"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":false})
!refusal E5 field {"pointer":"/registration/consent"}
+ form({"surname":"王","form":"dr","phone":"13800000001","birthday":"1990-05-20","consent":true})
!refusal E5 field {"pointer":"/registration/form"}
+ form({"surname":"","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true})
!refusal E5 field {"pointer":"/registration/surname"}
+ form({"surname":"王","form":"ms","phone":"1380000000","birthday":"1990-05-20","consent":true})
!refusal E5 field {"pointer":"/registration/phone"}
+ form({"surname":"王","form":"ms","phone":"138000000012","birthday":"1990-05-20","consent":true})
!refusal E5 field {"pointer":"/registration/phone"}
+ form({"surname":"王","form":"ms","phone":"23800000001","birthday":"1990-05-20","consent":true})
!refusal E5 field {"pointer":"/registration/phone"}
+ form({"surname":"王","form":"ms","phone":"1380000000x","birthday":"1990-05-20","consent":true})
!refusal E5 field {"pointer":"/registration/phone"}
+ form({"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-02-29","consent":true})
!refusal E5 field {"pointer":"/registration/birthday"}
+ form({"surname":"王","form":"ms","phone":"13800000001","birthday":"2026-11-23","consent":true})
!refusal E5 field {"pointer":"/registration/birthday"}
+ form({"surname":"王","form":"ms","phone":"13800000001","birthday":"20.5.1990","consent":true})
!refusal E5 field {"pointer":"/registration/birthday"}
-- a wrong JSON type or name is an error, not a refusal
+ form({"surname":5,"form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true})
!error request.invalid /registration/surname
+ form({"surname":"王","form":"ms","phone":13800000001,"birthday":"1990-05-20","consent":true})
!error request.invalid /registration/phone
+ form({"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":"true"})
!error request.invalid /registration/consent
+ form({"surname":"王","form":null,"phone":"13800000001","birthday":"1990-05-20","consent":true})
!error request.invalid /registration/form
+ form({"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true,"email":"a@b.c"})
!error request.invalid /registration/email
+ form("王")
!error request.invalid /registration
> card.issue {"proof":{"phone":"13800000001"}}
!error request.invalid /registration
> card.issue {"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}}
!error request.invalid /proof
-- the whole form, with all that is optional; born on the very day is allowed
+ form({"surname":"欧阳","given_name":"小美","form":"ms","phone":"13800000001","birthday":"2026-11-22","consent":true,"note":"prefers mornings"})
< {"card":$card}
+ look($card)
< {"member":{"address":{"zh-CN":"欧阳女士","en":"Ms Ouyang"}}}

== E6, A35 · One person, one active card; the phone is the same in every spelling
+ prospect(13800000001, 100000)
+ form({"surname":"王","form":"ms","phone":"+86 138 0000 0001","birthday":"1990-05-20","consent":true})
< {"card":$card}
+ stranger_as(R-9, 100000)
define again(phone) = card.issue {"proof":{"receipts":["R-9"]},"registration":{"surname":"王","form":"ms","phone":"<phone>","birthday":"1990-05-20","consent":true}}
+ again(13800000001)
!refusal E6 has_card {"card":"~^[0-9]{4} \\*{4} \\*{4} [0-9]{4}$"}
unsaid $card
+ again(008613800000001)
!refusal E6 has_card
+ again(138 0000 0001)
!refusal E6 has_card
-- blocked is not without a card
> card.block {"card":$card,"reason":"lost"}
+ again(13800000001)
!refusal E6 has_card
-- replaced: the new card is the one she has
> card.replace {"card":$card}
< {"card":$new}
+ again(13800000001)
!refusal E6 has_card
-- closed: she may apply again
> card.close {"card":$new,"reason":"asked to"}
+ again(13800000001)
< {"card":text}

== E6, A27 · An expired card does not stand in the way of a new application
+ prospect(13800000001, 100000)
+ join(13800000001)
< {"card":text,"last_day":"2028-11-22"}
at 2028-11-22T12:00:00+08:00
+ stranger_as(R-9, 100000)
+ again(13800000001)
!refusal E6 has_card
at 2028-11-23T00:00:00+08:00
+ again(13800000001)
< {"card":text,"last_day":"2030-11-23"}

== E7 · That the handbook was handed over is recorded
+ prospect(13800000001, 100000)
+ join(13800000001)
< {"card":$card}
> handover.record {"card":$card,"item":"handbook"}
> handover.record {"card":$card,"item":"leaflet"}
!error request.invalid /item
> handover.record {"item":"handbook"}
!error request.invalid

== E8 · The purchase that qualified earns neither discount nor points
+ prospect(13800000001, 100000)
< {"paid":100000,"points":absent}
+ join(13800000001)
< {"card":$card}
+ look($card)
< {"points":{"before":0,"accumulated":0,"carry_before":0}}

== A31 · With the switch on, today's purchases of the proof become spend; never a discount
at 2026-11-20T10:00:00+08:00
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","join":{"qualifying_purchase_earns":true}}}
-- yesterday: a purchase of 1000.00; today: 100.50 and two at 60.00, one of which comes back
at 2026-11-21T10:00:00+08:00
+ prospect(13800000001, 100000)
at 2026-11-22T10:00:00+08:00
+ prospect(13800000001, 10050)
> sale.commit {"phone":"13800000001","expected_paid":12000,"lines":[{"sku":"B","qty":2,"unit_price":6000}]}
< {"sale":$pair}
+ back($pair, 0, 1)
+ join(13800000001)
< {"card":$card}
-- 100.50 + 60.00 = 160.50: one point and 60.50 carried; 60.00 came back before
+ look($card)
< {"points":{"before":1,"accumulated":1,"carry_before":6050}}

== A31 · Receipts of another store are not booked as spend
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","join":{"qualifying_purchase_earns":true}}}
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000077","date":"2026-11-22","paid":100000}]})
< {"card":$card}
+ look($card)
< {"points":{"before":0,"accumulated":0,"carry_before":0}}

== A32, E4 · A qualifying purchase that comes back leaves the card active
+ prospect(13800000001, 100000)
< {"sale":$sale}
+ join(13800000001)
< {"card":$card}
> sale.return {"sale":$sale,"lines":[{"line":0,"qty":1}]}
< {"refund":100000,"points":absent}
+ look($card)
< {"rate":{"clause":"D1"}}
> card.show {"card":$card}
< {"state":"active"}

== A51, D8 · A member's purchase without the card earns nothing, and counts for a later application
+ prospect(13800000001, 100000)
+ join(13800000001)
< {"card":$card}
+ prospect(13800000001, 100000)
< {"paid":100000,"points":absent,"rate":absent,"lines":[{"clause":"none"}]}
+ look($card)
< {"points":{"before":0,"carry_before":0}}
> card.close {"card":$card,"reason":"asked to"}
+ join(13800000001)
< {"card":text}

== S4, A13 · What is missing is told at the till, the open basket counted first
> sale.quote {"phone":"13800000001","lines":[{"sku":"A","qty":1,"unit_price":88000}]}
< {"prompts":[..., {"clause":"S4","facts":{"missing":12000}}]}
-- 750.00 twice before: 2000.00 in six months is nearer
+ prospect(13800000001, 75000)
+ prospect(13800000001, 75000)
> sale.quote {"phone":"13800000001","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"prompts":[..., {"clause":"S4","facts":{"missing":40000}}]}
> sale.quote {"phone":"13800000001","lines":[{"sku":"A","qty":1,"unit_price":49999}]}
< {"prompts":[..., {"clause":"S4","facts":{"missing":1}}]}
-- nobody known: the basket alone
> sale.quote {"lines":[{"sku":"A","qty":1,"unit_price":88000}]}
< {"prompts":[..., {"clause":"S4","facts":{"missing":12000}}]}

== S5 · The referring card is recorded and greeted
+ prospect(13800000001, 100000)
+ join(13800000001)
< {"card":$old}
+ prospect(13800000002, 100000)
> card.issue {"proof":{"phone":"13800000002"},"registration":{"surname":"李","form":"mr","phone":"13800000002","birthday":"1985-01-01","consent":true,"referrer":$old}}
< {"card":$card}
unsaid $old

== E4, E1 · What a prospect gave back before applying does not count
> sale.commit {"phone":"13800000001","expected_paid":150000,"lines":[{"sku":"A","qty":3,"unit_price":50000}]}
< {"sale":$sale}
+ back($sale, 0, 2)
< {"refund":100000,"points":absent}
+ join(13800000001)
!refusal E1 threshold_not_reached {"missing":100000}
-- 500.00 net and 999.99 more: E2 lacks 500.01
+ prospect(13800000001, 99999)
+ join(13800000001)
!refusal E2 threshold_not_reached {"missing":50001}
> sale.commit {"phone":"13800000001","expected_paid":150000,"lines":[{"sku":"A","qty":3,"unit_price":50000}]}
< {"sale":$next}
+ back($next, 0, 1)
< {"refund":50000}
+ join(13800000001)
< {"card":text}

== E3 · Known and unverified receipts in one proof
+ stranger_as(R-1, 99999)
+ join_with(13800000001, {"receipts":["R-1",{"receipt_no":"S02-1-000001","date":"2026-11-01","paid":99999}]})
!refusal E2 threshold_not_reached {"missing":2}
+ join_with(13800000001, {"receipts":["R-1",{"receipt_no":"S02-1-000001","date":"2026-11-01","paid":99999},{"receipt_no":"S02-1-000002","date":"2026-11-01","paid":2}]})
< {"card":text}

== E3 · Bad input of a proof
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000001","date":"2026-11-01"}]})
!error request.invalid /proof/receipts/0/paid
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000001","paid":100000}]})
!error request.invalid /proof/receipts/0/date
+ join_with(13800000001, {"receipts":[{"date":"2026-11-01","paid":100000}]})
!error request.invalid /proof/receipts/0/receipt_no
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000001","date":"2026-11-31","paid":100000}]})
!error request.invalid /proof/receipts/0/date
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000001","date":"2026-11-01","paid":-1}]})
!error request.invalid /proof/receipts/0/paid
+ join_with(13800000001, {"receipts":[{"receipt_no":"S02-1-000001","date":"2026-11-01","paid":100000,"shop":"S02"}]})
!error request.invalid /proof/receipts/0/shop
+ join_with(13800000001, {"receipts":"R-1"})
!error request.invalid /proof/receipts
+ join_with(13800000001, {"sales":[5]})
!error request.invalid /proof/sales/0
+ join_with(13800000001, {"cousin":"x"})
!error request.invalid /proof/cousin
+ join_with(13800000001, {"phone":13800000001})
!error request.invalid /proof/phone

== E4, A32 · A card issued on the sum of purchases stays when one comes back
+ prospect(13800000001, 99999)
< {"sale":$first}
+ prospect(13800000001, 99999)
+ prospect(13800000001, 2)
+ join(13800000001)
< {"card":$card}
+ back($first, 0, 1)
< {"refund":99999}
> card.show {"card":$card}
< {"state":"active"}
