# The card's life (C).

define member(phone) = card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-<phone>","date":"2026-11-01","paid":100000}]},
  "registration":{"surname":"王","form":"ms","phone":"<phone>","birthday":"1990-05-20","consent":true}}
define gift(id, points, stock) = gift.put {"gift":{"id":"<id>","name":"口红","points":<points>,"stock":<stock>,"first_day":"2026-01-01","last_day":"2035-12-31"}}
define redeem(gift, card) = gift.redeem {"gift":"<gift>","card":<card>}
define scanned(raw) = sale.quote {"scan":"<raw>","lines":[{"sku":"A","qty":1,"unit_price":10000}]}

== C1, A57 · Issued on the spot; the full number is said once and masked ever after
+ member(13800000001)
< {"card":$card,"last_day":"2028-11-22","token":$token}
> card.show {"card":$card}
< {"state":"active","last_day":"2028-11-22"}
unsaid $card
+ quote($card, 10000)
< {"card":"~^[0-9]{4} \\*{4} \\*{4} [0-9]{4}$","member":{"address":{"zh-CN":"王女士","en":"Ms Wang"},"since":"2026-11-22","last_day":"2028-11-22"}}
unsaid $card
+ buy($card, 10000, 9000)
< {"card":"~^[0-9]{4} \\*{4} \\*{4} [0-9]{4}$"}
unsaid $card
> card.block {"card":$card,"reason":"lost"}
unsaid $card
> card.replace {"card":$card}
< {"card":"~^[0-9]{16}$"}

== D8, C1 · The card scanned, typed, found by its token
+ member(13800000001)
< {"card":$card,"token":$token}
> sale.quote {"scan":$token,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":9000,"rate":{"clause":"D1"}}
> sale.quote {"scan":$card,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":9000}
> sale.quote {"scan":$token,"card":$card,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
!error request.invalid
> card.show {"scan":$token}
< {"state":"active"}
> scan {"raw":$token}
<< {"ok":true}

== D8 · Whatever else is scanned: a sale goes on without benefits, and says what it was
+ member(13800000001)
< {"card":$card}
+ scanned(134567890123456789)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_payment_code"}]}
+ scanned(281234567890123456)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_payment_code"}]}
+ scanned(6212345678901234567)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_payment_code"}]}
+ scanned(;4444444444444448=49121011234?)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_bank_card"}]}
+ scanned(11010519491231002X)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_identity_card"}]}
+ scanned(%E?)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_read_error"}]}
+ scanned(6901234567892)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_product"}]}
+ scanned(S01-1-42)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_receipt"}]}
+ scanned(0014)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_last_four"}]}
+ scanned(王小明)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_name"}]}
+ scanned(!!!)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_not_a_card"}]}
-- a telephone number is what it is when it is typed: no card, unless the policy says so (A17)
+ scanned(13800000001)
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_phone"}]}
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","presence":["scan","phone"]}}
+ scanned(13800000001)
< {"paid":9000,"rate":{"clause":"D1"}}
> sale.quote {"scan":$card,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":9000}

== D8 · Somebody's bank card in the place of a card's number
> sale.quote {"card":"4111 1111 1111 1111","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":10000,"warnings":[{"clause":"D8","word":"scan_bank_card"}]}
> card.show {"card":"4111111111111111"}
!error not_found /scan
> card.show {"scan":"134567890123456789"}
!error not_found /scan
> card.show {"scan":"S01-1-42"}
!error not_found /scan

== D8, R3 · A card is found by a scanned telephone number, and by four digits where one alone ends so
+ member(13800000001)
< {"card":$card}
> card.show {"scan":"138 0000 0001"}
< {"state":"active"}
> card.show {"scan":"13900000009"}
!error not_found /scan

== C1 · A blank is no telephone number, and no payment code
+ prospect_as(R-1,13800000005,200000)
> card.issue {"proof":{"phone":"13800000005"},"blank":"134567890123456789",
  "registration":{"surname":"王","form":"ms","phone":"13800000005","birthday":"1990-05-20","consent":true}}
!refusal D8 scan_payment_code
> card.issue {"proof":{"phone":"13800000005"},"blank":"13812345678",
  "registration":{"surname":"王","form":"ms","phone":"13800000005","birthday":"1990-05-20","consent":true}}
!refusal D8 scan_phone

== R3, E5 · Other people's numbers do not get into notes, names and reasons
+ prospect_as(R-1,13800000005,200000)
> card.issue {"proof":{"phone":"13800000005"},
  "registration":{"surname":"王","form":"ms","phone":"13800000005","birthday":"1990-05-20","consent":true,"note":"身份证 11010519491231002X"}}
!error request.invalid /registration/note
> card.issue {"proof":{"phone":"13800000005"},
  "registration":{"surname":"11010519491231002X","form":"ms","phone":"13800000005","birthday":"1990-05-20","consent":true}}
!refusal E5 field
> card.issue {"proof":{"phone":"13800000005"},
  "registration":{"surname":"王","form":"ms","phone":"13800000005","birthday":"1990-05-20","consent":true,"referrer":"4111111111111111"}}
!error request.invalid /registration/referrer

== C2 · Two years: the corresponding day included; the month's last day where there is none
at 2026-11-22T23:59:59+08:00
+ member(13800000001)
< {"last_day":"2028-11-22"}
at 2028-02-29T10:00:00+08:00
+ member(13800000002)
< {"last_day":"2030-02-28"}
at 2028-12-31T10:00:00+08:00
+ member(13800000003)
< {"last_day":"2030-12-31"}

== C2 · Another term: one month from 31 January, and from the last moment of a day in the store's zone
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","card":{"months":1}}}
at 2027-01-31T10:00:00+08:00
+ member(13800000001)
< {"last_day":"2027-02-28"}
-- 16:00 UTC is midnight in Shanghai: the next day has begun
at 2027-03-01T15:59:59+00:00
+ member(13800000002)
< {"last_day":"2027-04-01"}
at 2027-03-01T16:00:00Z
+ member(13800000003)
< {"last_day":"2027-04-02"}

== C3, A15 · On the next day it is void by itself; the sale goes on without it
+ member(13800000001)
< {"card":$card}
at 2028-11-22T23:59:59+08:00
+ offer($card, 1, 10000, 10000)
< {"points":{"after":1}}
+ quote($card, 10000)
< {"paid":9000}
at 2028-11-23T00:00:00+08:00
+ quote($card, 10000)
< {"paid":10000,"points":absent,"rate":absent,"lines":[{"clause":"none"}],"warnings":[..., {"clause":"C3","word":"card_expired"}]}
+ buy($card, 10000, 10000)
< {"sale":$sale,"paid":10000,"points":absent,"warnings":[..., {"clause":"C3","word":"card_expired"}]}
-- it was recorded as a sale without a card: giving it back touches no points
+ back($sale, 0, 1)
< {"refund":10000,"points":absent}

== A37, C3 · Time never goes back: an earlier time counts as the latest seen
+ member(13800000001)
< {"card":$card}
at 2028-11-23T10:00:00+08:00
+ stranger_as(R-1, 100)
at 2028-11-22T10:00:00+08:00
+ quote($card, 10000)
< {"paid":10000,"warnings":[..., {"clause":"C3","word":"card_expired"}]}

== C4, A21 · Renewal: from the day after the last day through 90 days, both included
+ member(13800000001)
< {"card":$one}
+ member(13800000002)
< {"card":$two}
+ member(13800000003)
< {"card":$three}
at 2028-11-22T10:00:00+08:00
> card.renew {"card":$one}
!refusal C4 not_yet
at 2028-11-23T00:00:00+08:00
> card.renew {"card":$one}
< {"card":"~^[0-9]{16}$","last_day":"2030-11-23"}
-- 90 days after 22 November 2028: 8 in November, 31, 31, and 20 February 2029
at 2029-02-20T23:59:59+08:00
> card.renew {"card":$two}
< {"card":"~^[0-9]{16}$","last_day":"2031-02-20"}
at 2029-02-21T00:00:00+08:00
> card.renew {"card":$three}
!refusal C4 grace_over

== C4 · Days of grace are a field: none means not at all
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","card":{"grace_days":0}}}
+ member(13800000001)
< {"card":$card}
at 2028-11-22T10:00:00+08:00
> card.renew {"card":$card}
!refusal C4 not_yet
at 2028-11-23T10:00:00+08:00
> card.renew {"card":$card}
!refusal C4 grace_over

== C4 · The policy in force on the day of renewal decides
+ member(13800000001)
< {"card":$early}
+ member(13800000002)
< {"card":$late}
+ member(13800000003)
< {"card":$later}
> policy.adopt {"policy":{"version":2,"from":"2028-11-25","card":{"grace_days":3,"months":12}}}
at 2028-11-24T23:59:59+08:00
> card.renew {"card":$early}
< {"last_day":"2030-11-24"}
at 2028-11-25T00:00:00+08:00
> card.renew {"card":$late}
< {"last_day":"2029-11-25"}
at 2028-11-26T00:00:00+08:00
> card.renew {"card":$later}
!refusal C4 grace_over

== C5, A54 · At renewal points, remainder and debt stay behind with the old account
+ member(13800000001)
< {"card":$old}
+ gift(G3, 3, 5)
+ offer($old, 4, 10000, 40000)
< {"sale":$sale,"points":{"after":4}}
+ offer($old, 1, 5000, 5000)
+ redeem(G3, $old)
at 2028-11-23T10:00:00+08:00
> card.renew {"card":$old}
< {"card":$new}
+ look($new)
< {"points":{"before":0,"accumulated":0,"carry_before":0}}
-- the old purchase comes back: the old account owes, the new card does not
+ back($sale, 0, 4)
< {"refund":40000,"points":{"before":1,"taken":4,"after":-3,"owed":3}}
+ look($new)
< {"points":{"before":0,"accumulated":0,"carry_before":0}}
-- the old card is no longer good for anything, and is not renewed twice
+ redeem(G3, $old)
<< {"ok":false,"refusal":any}
> card.renew {"card":$old}
<< {"ok":false,"refusal":any}

== A27 · A blocked card past its last day may be renewed; replaced and closed ones may not
+ member(13800000001)
< {"card":$blocked}
+ member(13800000002)
< {"card":$replaced}
+ member(13800000003)
< {"card":$closed}
> card.block {"card":$blocked,"reason":"lost"}
> card.replace {"card":$replaced,"reason":"damaged"}
> card.close {"card":$closed,"reason":"asked to"}
at 2028-11-23T10:00:00+08:00
> card.show {"card":$blocked}
< {"state":"expired"}
> card.show {"card":$replaced}
< {"state":"replaced"}
> card.show {"card":$closed}
< {"state":"closed"}
> card.renew {"card":$replaced}
!refusal C9 card_replaced
> card.renew {"card":$closed}
!refusal C9 card_closed
> card.renew {"card":$blocked}
< {"card":text,"last_day":"2030-11-23"}

== C6, C7 · A lost card: blocked at once, replaced with the same last day, the points move
+ member(13800000001)
< {"card":$old,"last_day":"2028-11-22"}
+ gift(G3, 3, 5)
+ offer($old, 1, 305050, 305050)
< {"sale":$sale,"points":{"after":30,"carry_after":5050}}
> card.block {"card":$old,"reason":"lost"}
> card.show {"card":$old}
< {"state":"blocked"}
+ quote($old, 10000)
< {"paid":10000,"points":absent,"rate":absent,"warnings":[..., {"clause":"C6","word":"card_blocked"}]}
at 2027-03-01T10:00:00+08:00
> card.replace {"card":$old}
< {"card":$new,"last_day":"2028-11-22"}
+ quote($new, 10000)
< {"rate":{"clause":"D2"},"paid":8500,"points":{"before":30,"accumulated":30,"carry_before":5050}}
> card.show {"card":$old}
< {"state":"replaced","points":absent,"replaced_by":"~^[0-9]{4} \\*{4} \\*{4} [0-9]{4}$"}
unsaid $new
unsaid $old
+ quote($old, 10000)
< {"paid":10000,"warnings":[..., {"clause":"C9","word":"card_replaced"}]}
-- A54: what was bought with the old card comes back on the account that both share
+ back($sale, 0, 1)
< {"points":{"before":30,"taken":30,"after":0,"carry_before":5050,"carry_after":0}}
+ look($new)
< {"points":{"before":0,"accumulated":0,"carry_before":0}}

== C7, A22 · The switch void: balance, accumulated and carry become 0
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","card":{"replacement_points":"void"}}}
+ member(13800000001)
< {"card":$old}
+ offer($old, 1, 305050, 305050)
> card.replace {"card":$old,"reason":"damaged"}
< {"card":$new}
+ look($new)
< {"rate":{"clause":"D1"},"points":{"before":0,"accumulated":0,"carry_before":0}}

== C7, A22 · The switch void: a negative balance stays
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","card":{"replacement_points":"void"}}}
+ member(13800000001)
< {"card":$old}
+ gift(G3, 3, 5)
+ offer($old, 5, 10000, 50000)
< {"sale":$sale}
+ offer($old, 1, 7000, 7000)
+ redeem(G3, $old)
+ back($sale, 0, 5)
< {"points":{"before":2,"taken":5,"after":-3,"owed":3,"carry_before":7000,"carry_after":7000}}
> card.replace {"card":$old,"reason":"damaged"}
< {"card":$new}
+ look($new)
< {"points":{"before":-3,"accumulated":0,"carry_before":0}}

== C9 · No way back from replaced and closed
+ member(13800000001)
< {"card":$old}
> card.replace {"card":$old,"reason":"damaged"}
< {"card":$new}
> card.block {"card":$old,"reason":"lost"}
!refusal C9 card_replaced
> card.replace {"card":$old}
!refusal C9 card_replaced
> card.close {"card":$old,"reason":"asked to"}
!refusal C9 card_replaced
> card.close {"card":$new,"reason":"asked to"}
> card.show {"card":$new}
< {"state":"closed"}
> card.close {"card":$new,"reason":"asked to"}
!refusal C9 card_closed
> card.block {"card":$new,"reason":"stolen"}
!refusal C9 card_closed
> card.replace {"card":$new}
!refusal C9 card_closed
+ quote($new, 10000)
< {"paid":10000,"warnings":[..., {"clause":"C9","word":"card_closed"}]}

== A45 · A lost card found again is replaced all the same
+ member(13800000001)
< {"card":$old}
> card.block {"card":$old,"reason":"lost"}
> card.replace {"card":$old,"reason":"lost"}
< {"card":$new}
+ quote($new, 10000)
< {"paid":9000}
> card.block {"card":$new,"reason":"frozen"}
> card.show {"card":$new}
< {"state":"blocked"}
> card.block {"card":$new,"reason":"eaten"}
!error request.invalid /reason

== C8, A41 · A failed check withholds the benefits of the next purchase at that lane on that day
+ member(13800000001)
< {"card":$card}
> card.check_holder {"card":$card,"outcome":"failed","lane":2}
-- another lane does not know of it
> sale.commit {"card":$card,"lane":1,"expected_paid":9000,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"rate":{"clause":"D1"}}
> sale.commit {"card":$card,"lane":2,"expected_paid":10000,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"points":absent,"rate":absent,"lines":[{"clause":"none"}],"warnings":[..., {"clause":"C8"}]}
-- the one after has them again
> sale.commit {"card":$card,"lane":2,"expected_paid":9000,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"rate":{"clause":"D1"}}
-- a check that passed withholds nothing
> card.check_holder {"card":$card,"outcome":"passed","lane":2}
> sale.commit {"card":$card,"lane":2,"expected_paid":9000,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
-- nor one of yesterday
> card.check_holder {"card":$card,"outcome":"failed","lane":2}
at 2026-11-23T10:00:00+08:00
> sale.commit {"card":$card,"lane":2,"expected_paid":9000,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"rate":{"clause":"D1"}}
> card.check_holder {"card":$card,"outcome":"maybe"}
!error request.invalid /outcome

== A42, D8 · A typed number unknown here gets no benefits and stops nothing
> sale.quote {"card":"9156000000000011","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":10000,"points":absent,"rate":absent,"lines":[{"clause":"none"}],"warnings":[..., {"clause":"D8","word":"card_unknown"}]}
> sale.commit {"card":"9156000000000011","expected_paid":10000,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":10000,"warnings":[..., {"clause":"D8","word":"card_unknown"}]}
> sale.quote {"card":9156000000000011,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
!error request.invalid /card
> card.show {"card":"9156000000000011"}
!error not_found
> card.block {"card":"9156000000000011","reason":"lost"}
!error not_found

== A17, D8 · By phone only where head office allows it
+ member(13800000001)
< {"card":$card}
> sale.quote {"phone":"13800000001","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":10000,"points":absent,"lines":[{"clause":"none"}]}
> policy.adopt {"policy":{"version":2,"from":"2026-11-23","presence":["scan","phone"]}}
at 2026-11-23T10:00:00+08:00
> sale.quote {"phone":"138 0000 0001","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":9000,"rate":{"clause":"D1"},"member":{"address":{"zh-CN":"王女士"}}}
> sale.commit {"phone":"13800000001","expected_paid":9000,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"points":{"earned":0,"carry_after":9000}}
-- nobody's phone, and a phone that is none: a quote never fails for it
> sale.quote {"phone":"13900000009","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":10000,"points":absent}
> sale.quote {"phone":"12","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":10000}
-- blocked: no active card under the phone, so a sale without a card
> card.block {"card":$card,"reason":"lost"}
> sale.quote {"phone":"13800000001","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":10000,"points":absent}

== D8 · A way of showing the card that the policy does not have grants nothing
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","presence":["scan"]}}
+ member(13800000001)
< {"card":$card,"token":$token}
+ quote($card, 10000)
< {"paid":10000,"points":absent,"rate":absent,"lines":[{"clause":"none"}],"warnings":[{"clause":"D8"}]}
> sale.quote {"scan":$token,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":9000}

== S4, A17 · A member who forgot the card is asked for it, not told how to become one
+ member(13800000001)
> sale.quote {"phone":"13800000001","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":10000,"prompts":[..., {"clause":"S1"}]}
< {"prompts":[none {"clause":"S4"}]}

== C3, C9 · An expired card is neither blocked nor replaced
+ member(13800000001)
< {"card":$card}
at 2028-11-23T10:00:00+08:00
> card.block {"card":$card,"reason":"lost"}
!refusal C3 card_expired
> card.replace {"card":$card}
!refusal C3 card_expired

== A42 · A mistyped number is a number unknown here, never an error at the till
> sale.quote {"card":"9156000000000018","lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":10000,"warnings":[{"clause":"D8","word":"card_unknown"}]}

== A15 · Blocked at the till: full price, recorded without a card, a later proof for somebody
+ member(13800000001)
< {"card":$card}
> card.block {"card":$card,"reason":"stolen"}
+ buy($card, 100000, 100000)
< {"sale":$sale,"points":absent,"rate":absent,"lines":[{"clause":"none"}],"warnings":[..., {"clause":"C6","word":"card_blocked"}]}
> card.replace {"card":$card}
< {"card":$new}
+ look($new)
< {"points":{"before":0,"accumulated":0,"carry_before":0}}
+ back($sale, 0, 1)
< {"refund":100000,"points":absent}

== A29, D3 · The birthday at the counter, with a cap of one use
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","rates":{"birthday":{"max_uses":1}}}}
> card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-1","date":"2026-11-01","paid":100000}]},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-11-22","consent":true}}
< {"card":$card}
define birthday(card, price, paid) = sale.commit {"card":<card>,"birthday_document_shown":true,"expected_paid":<paid>,"lines":[{"sku":"A","qty":1,"unit_price":<price>}]}
-- without the document: D1, and the use is not spent
+ buy($card, 10000, 9000)
+ birthday($card, 10000, 6000)
< {"sale":$sale,"rate":{"clause":"D3"}}
+ birthday($card, 10000, 9000)
< {"rate":{"clause":"D1"}}
-- a return gives no use back
+ back($sale, 0, 1)
< {"refund":6000}
+ birthday($card, 10000, 9000)
< {"rate":{"clause":"D1"}}
-- next year again
at 2027-11-22T10:00:00+08:00
+ birthday($card, 10000, 6000)
< {"rate":{"clause":"D3"}}

== A29, D3 · A cap on the amount at the counter
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","rates":{"birthday":{"max_amount":30000}}}}
> card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-1","date":"2026-11-01","paid":100000}]},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-11-22","consent":true}}
< {"card":$card}
+ birthday($card, 20000, 12000)
-- 200.00 used: 100.01 more would pass the cap, 100.00 would not
+ birthday($card, 10001, 9001)
< {"rate":{"clause":"D1"}}
+ birthday($card, 10000, 6000)
< {"rate":{"clause":"D3"}}
+ birthday($card, 1, 1)
< {"rate":{"clause":"D1"}}

== R3 · What a look shows of a member is masked
+ member(13800000001)
< {"card":$card}
> member.find {"phone":"13800000001"}
<< {"ok":true}
unsaid "13800000001"
unsaid $card
> member.show {"card":$card}
<< {"ok":true}
unsaid "13800000001"
unsaid "1990-05-20"
unsaid $card

== R4 · A member has what is held corrected
+ member(13800000001)
< {"card":$card}
> member.edit {"card":$card,"registration":{"surname":"司马","form":"mr"}}
+ look($card)
< {"member":{"address":{"zh-CN":"司马先生","en":"Mr Sima"}}}
> member.edit {"card":$card,"registration":{"phone":"13800000002"}}
> member.find {"phone":"13800000002"}
<< {"ok":true}
> member.edit {"card":$card,"registration":{"nick":"x"}}
!error request.invalid /registration/nick
