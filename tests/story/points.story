# Points and gifts (P, G): what stands on a card after buying, giving back, redeeming, correcting.
# Special offers are sold at the full price (D5) and earn (P3): 100.00 is a point.

define member(phone) = card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-<phone>","date":"2026-11-01","paid":100000}]},
  "registration":{"surname":"王","form":"ms","phone":"<phone>","birthday":"1990-05-20","consent":true}}
define gift(id, points, stock) = gift.put {"gift":{"id":"<id>","name":"口红","points":<points>,"stock":<stock>,"first_day":"2026-01-01","last_day":"2030-12-31"}}
define redeem(gift, card) = gift.redeem {"gift":"<gift>","card":<card>}

== P1, P2 · Purchases add up on the card, what is left is carried
+ member(13800000001)
< {"card":$card}
+ offer($card, 1, 9999, 9999)
< {"points":={"before":0,"accumulated":0,"earned":0,"after":0,"carry_before":0,"carry_after":9999}}
+ offer($card, 1, 1, 1)
< {"points":={"before":0,"accumulated":0,"earned":1,"after":1,"carry_before":9999,"carry_after":0}}
+ offer($card, 1, 25050, 25050)
< {"points":={"before":1,"accumulated":1,"earned":2,"after":3,"carry_before":0,"carry_after":5050}}
restart
+ look($card)
< {"points":{"before":3,"accumulated":3,"carry_before":5050}}

== P1, D1 · Points are for what was paid, not for what it would have cost
+ member(13800000001)
< {"card":$card}
-- 111.11 × 0.90 = 99.999: 100.00
+ buy($card, 11111, 10000)
< {"points":{"earned":1,"carry_after":0}}
+ buy($card, 11110, 9999)
< {"points":{"earned":0,"carry_after":9999}}

== D2 · Points of the purchase itself do not count, those of the one before do
+ member(13800000001)
< {"card":$card}
+ offer($card, 1, 299999, 299999)
< {"points":{"earned":29,"carry_after":9999}}
+ quote($card, 10000)
< {"rate":{"clause":"D1"},"paid":9000,"points":{"accumulated":29}}
+ offer($card, 1, 1, 1)
+ quote($card, 10000)
< {"rate":{"clause":"D2"},"paid":8500,"points":{"accumulated":30}}

== P4, A40 · A return takes back exactly what the returned amount earned
+ member(13800000001)
< {"card":$card}
-- 150.00 and 50.00: two points, nothing carried
+ offer($card, 1, 15000, 15000)
+ offer($card, 1, 5000, 5000)
< {"sale":$second,"points":{"after":2,"carry_after":0}}
+ back($second, 0, 1)
< {"refund":5000,"lines":[={"line":0,"qty":1,"refund":5000}],"points":={"before":2,"taken":1,"after":1,"owed":0,"carry_before":0,"carry_after":5000}}
+ look($card)
< {"points":{"before":1,"accumulated":1,"carry_before":5000}}
-- bought again: the same point again, no more
+ offer($card, 1, 5000, 5000)
< {"points":{"earned":1,"after":2,"carry_after":0}}

== P4 · A return that the carry covers takes no point
+ member(13800000001)
< {"card":$card}
+ offer($card, 3, 5000, 15000)
< {"sale":$sale,"points":{"after":1,"carry_after":5000}}
+ back($sale, 0, 1)
< {"points":={"before":1,"taken":0,"after":1,"owed":0,"carry_before":5000,"carry_after":0}}
+ back($sale, 0, 1)
< {"points":={"before":1,"taken":1,"after":0,"owed":0,"carry_before":0,"carry_after":5000}}
+ back($sale, 0, 1)
< {"points":={"before":0,"taken":0,"after":0,"owed":0,"carry_before":5000,"carry_after":0}}

== P4, A10 · Points spent and the goods back: the card owes, and redeems nothing until it is above zero
+ member(13800000001)
< {"card":$card}
+ gift(G10, 10, 5)
+ gift(G1, 1, 5)
+ offer($card, 10, 10000, 100000)
< {"sale":$sale,"points":{"after":10}}
+ redeem(G10, $card)
< {"points":{"before":10,"after":0}}
+ back($sale, 0, 5)
< {"refund":50000,"points":={"before":0,"taken":5,"after":-5,"owed":5,"carry_before":0,"carry_after":0}}
+ redeem(G1, $card)
!refusal P4 points_owed {"balance":-5,"needed":1,"short":6}
+ offer($card, 1, 40000, 40000)
< {"points":{"before":-5,"earned":4,"after":-1}}
+ redeem(G1, $card)
!refusal P4 points_owed {"balance":-1,"needed":1,"short":2}
+ offer($card, 1, 10000, 10000)
< {"points":{"before":-1,"earned":1,"after":0}}
+ redeem(G1, $card)
!refusal G2 points_short {"balance":0,"needed":1,"short":1}
+ offer($card, 1, 10000, 10000)
+ redeem(G1, $card)
< {"points":{"before":1,"after":0}}

== A9 · Accumulated: earned less taken back; gifts and corrections do not change it
+ member(13800000001)
< {"card":$card}
+ gift(G20, 20, 5)
+ offer($card, 3, 100000, 300000)
< {"sale":$sale,"points":{"after":30}}
+ redeem(G20, $card)
+ look($card)
< {"rate":{"clause":"D2"},"points":{"before":10,"accumulated":30}}
> points.correct {"card":$card,"delta":-4,"reason":"counted twice","second_operator":"2001"}
+ look($card)
< {"rate":{"clause":"D2"},"points":{"before":6,"accumulated":30}}
+ back($sale, 0, 1)
< {"points":{"before":6,"taken":10,"after":-4,"owed":4}}
+ look($card)
< {"rate":{"clause":"D1"},"points":{"before":-4,"accumulated":20}}

== A4, A40 · A line's paid fen over its units, the first units with the odd fen
+ member(13800000001)
< {"card":$card}
-- 3 at 3.70: 11.10 × 0.90 = 9.99
> sale.commit {"card":$card,"expected_paid":1000,"lines":[{"sku":"A","qty":3,"unit_price":370},{"sku":"P","qty":1,"unit_price":1,"promotion":true}]}
< {"sale":$sale,"lines":[{"paid":999},{"paid":1}]}
+ back($sale, 0, 3)
< {"refund":999}
-- 4 at 2.78: 11.12 × 0.90 = 10.008 → 10.01: 251, 250, 250, 250
> sale.commit {"card":$card,"expected_paid":1001,"lines":[{"sku":"A","qty":4,"unit_price":278}]}
< {"sale":$four}
+ back($four, 0, 1)
< {"refund":251}
+ back($four, 0, 1)
< {"refund":250}
+ back($four, 0, 2)
< {"refund":500}
-- 5 at 2.22: 11.10 × 0.90 = 9.99: 200 200 200 200 199
> sale.commit {"card":$card,"expected_paid":999,"lines":[{"sku":"A","qty":5,"unit_price":222}]}
< {"sale":$five}
+ back($five, 0, 2)
< {"refund":400}
+ back($five, 0, 2)
< {"refund":400}
+ back($five, 0, 1)
< {"refund":199}
+ look($card)
< {"points":{"before":0,"carry_before":1}}

== A40 · More than is out is refused and nothing moves; a line once; several lines at once
+ member(13800000001)
< {"card":$card}
> sale.commit {"card":$card,"receipt_no":"R-7","expected_paid":60000,"lines":[{"sku":"A","qty":2,"unit_price":10000,"promotion":true},{"sku":"B","qty":4,"unit_price":10000,"promotion":true}]}
< {"sale":$sale,"points":{"after":6}}
+ back($sale, 0, 3)
!refusal P4 returned_too_much
> sale.return {"sale":$sale,"lines":[{"line":1,"qty":1},{"line":0,"qty":3}]}
!refusal P4 returned_too_much
+ look($card)
< {"points":{"before":6}}
> sale.return {"receipt_no":"R-7","lines":[{"line":1,"qty":2},{"line":0,"qty":1}]}
< {"refund":30000,"lines":[={"line":1,"qty":2,"refund":20000},={"line":0,"qty":1,"refund":10000}],"points":{"before":6,"taken":3,"after":3}}
+ back($sale, 0, 2)
!refusal P4 returned_too_much
+ back($sale, 0, 1)
< {"refund":10000}
+ back($sale, 0, 1)
!refusal P4 returned_too_much
> sale.return {"sale":$sale,"lines":[{"line":1,"qty":1},{"line":1,"qty":1}]}
!error request.invalid
> sale.return {"sale":$sale,"lines":[{"line":2,"qty":1}]}
!error request.invalid /lines/0/line
> sale.return {"sale":$sale,"lines":[{"line":1,"qty":0}]}
!error request.invalid /lines/0/qty
> sale.return {"sale":$sale,"lines":[{"line":1,"qty":-1}]}
!error request.invalid /lines/0/qty
> sale.return {"sale":$sale,"lines":[]}
!error request.invalid /lines
> sale.return {"sale":$sale}
!error request.invalid /lines
> sale.return {"lines":[{"line":1,"qty":1}]}
!error request.invalid
> sale.return {"sale":"S01-1-999999","lines":[{"line":0,"qty":1}]}
!error not_found
> sale.return {"receipt_no":"R-8","lines":[{"line":0,"qty":1}]}
!error not_found
+ look($card)
< {"points":{"before":2,"accumulated":2,"carry_before":0}}

== A40 · A return without a card has no points; and no limit of time
+ stranger_as(R-1, 10000)
< {"sale":$sale}
at 2036-11-22T10:00:00+08:00
+ back($sale, 0, 1)
< {"refund":10000,"points":absent}

== P4, A54 · Buying and returning in slices never gains a point
+ member(13800000001)
< {"card":$card}
+ offer($card, 1, 9990, 9990)
+ offer($card, 10, 10, 100)
< {"sale":$small,"points":{"earned":1,"after":1,"carry_after":90}}
+ back($small, 0, 9)
< {"points":{"taken":0,"carry_before":90,"carry_after":0}}
+ back($small, 0, 1)
< {"points":{"before":1,"taken":1,"after":0,"carry_before":0,"carry_after":9990}}
+ look($card)
< {"points":{"before":0,"accumulated":0,"carry_before":9990}}

== A11, A44 · A return is counted at the step of its sale, and never repriced
+ member(13800000001)
< {"card":$card}
+ offer($card, 2, 10000, 20000)
< {"sale":$sale,"points":{"after":2,"carry_after":0}}
+ buy($card, 10000, 9000)
< {"sale":$plain,"points":{"carry_after":9000}}
> policy.adopt {"policy":{"version":2,"from":"2026-11-23","rates":{"member":{"pays":"0.50"}},"points":{"earn":5,"per":4000}}}
at 2026-11-23T10:00:00+08:00
-- 200.00 at 1 per 100.00 gave two points: two go
+ back($sale, 0, 1)
< {"refund":10000,"points":={"before":2,"taken":1,"after":1,"owed":0,"carry_before":9000,"carry_after":9000}}
+ back($plain, 0, 1)
< {"refund":9000,"points":={"before":1,"taken":0,"after":1,"owed":0,"carry_before":9000,"carry_after":0}}
+ quote($card, 10000)
< {"paid":5000,"points":{"earned":5,"carry_after":1000}}

== A11 · With the rest dropped, a return takes what the sale loses by itself
> policy.adopt {"policy":{"version":2,"from":"2026-11-01","points":{"remainder":"dropped"}}}
+ member(13800000001)
< {"card":$card}
+ offer($card, 5, 5000, 25000)
< {"sale":$sale,"points":{"earned":2,"after":2,"carry_after":0}}
-- 250 → 150: one of two points goes; → 100: none; → 0: the last
+ back($sale, 0, 2)
< {"points":={"before":2,"taken":1,"after":1,"owed":0,"carry_before":0,"carry_after":0}}
+ back($sale, 0, 1)
< {"points":{"taken":0,"after":1}}
+ back($sale, 0, 2)
< {"points":{"taken":1,"after":0}}

== A11 · A carry from before the switch to dropped stays, unused
+ member(13800000001)
< {"card":$card}
+ offer($card, 1, 8000, 8000)
< {"sale":$carried,"points":{"carry_after":8000}}
> policy.adopt {"policy":{"version":2,"from":"2026-11-23","points":{"remainder":"dropped"}}}
at 2026-11-23T10:00:00+08:00
+ offer($card, 1, 19000, 19000)
< {"points":{"earned":1,"after":1,"carry_before":8000,"carry_after":8000}}
-- the old sale comes back under its own switch
+ back($carried, 0, 1)
< {"points":={"before":1,"taken":0,"after":1,"owed":0,"carry_before":8000,"carry_after":0}}

== A11 · A carry above a lowered step is turned by the next purchase
+ member(13800000001)
< {"card":$card}
+ offer($card, 1, 9000, 9000)
> policy.adopt {"policy":{"version":2,"from":"2026-11-23","points":{"per":2000}}}
at 2026-11-23T10:00:00+08:00
+ look($card)
< {"points":{"before":0,"carry_before":9000,"earned":4,"carry_after":1001}}
+ offer($card, 1, 1000, 1000)
< {"points":{"before":0,"earned":5,"after":5,"carry_before":9000,"carry_after":0}}

== P5 · Points of two cards are not added up
+ member(13800000001)
< {"card":$one}
+ member(13800000002)
< {"card":$two}
+ gift(G3, 3, 5)
+ offer($one, 1, 20000, 20000)
+ offer($two, 1, 20000, 20000)
+ redeem(G3, $one)
!refusal G2 points_short {"balance":2,"needed":3,"short":1}
+ redeem(G3, $two)
!refusal G2 points_short {"balance":2,"needed":3,"short":1}

== P6 · Points are no tender: a sale has no field for them
+ member(13800000001)
< {"card":$card}
> sale.commit {"card":$card,"expected_paid":90,"points":5,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /points

== P8, A33 · A correction needs a reason and a second person, and cannot go below zero
+ member(13800000001)
< {"card":$card}
+ offer($card, 1, 25000, 25000)
> points.correct {"card":$card,"delta":5,"reason":"forgotten at the till","second_operator":"2001"}
+ look($card)
< {"points":{"before":7,"accumulated":2,"carry_before":5000}}
> points.correct {"card":$card,"delta":-8,"reason":"mistake","second_operator":"2001"}
!refusal P8 points_short
> points.correct {"card":$card,"delta":-7,"reason":"mistake","second_operator":"2001"}
+ look($card)
< {"points":{"before":0,"accumulated":2,"carry_before":5000}}
> points.correct {"card":$card,"delta":-1,"reason":"mistake","second_operator":"2001"}
!refusal P8 points_short
-- nobody approves their own act
operator "2001"
> points.correct {"card":$card,"delta":1,"reason":"mistake","second_operator":"2001"}
<< {"ok":false}
operator "1001"
> points.correct {"card":$card,"delta":1,"reason":"mistake"}
!error request.invalid /second_operator
> points.correct {"card":$card,"delta":1,"second_operator":"2001"}
!error request.invalid /reason
> points.correct {"card":$card,"delta":1,"reason":"  ","second_operator":"2001"}
!error request.invalid /reason
> points.correct {"card":$card,"delta":"1","reason":"mistake","second_operator":"2001"}
!error request.invalid /delta
+ look($card)
< {"points":{"before":0}}

== P7, A34, C3 · Points live as long as the card
+ member(13800000001)
< {"card":$card,"last_day":"2028-11-22"}
+ gift(G3, 3, 5)
+ offer($card, 1, 50000, 50000)
at 2028-11-22T23:59:59+08:00
+ redeem(G3, $card)
< {"points":{"before":5,"after":2}}
at 2028-11-23T00:00:00+08:00
+ gift(G1, 1, 5)
+ redeem(G1, $card)
!refusal C3 card_expired
> card.show {"card":$card}
< {"state":"expired","points":{"balance":2,"accumulated":5},"redeemable":0}
unsaid $card

== G1, A48 · The poster: first and last day included, price at least 1, stock whole
+ member(13800000001)
< {"card":$card}
+ offer($card, 1, 100000, 100000)
> gift.put {"gift":{"id":"W","name":"围巾","points":2,"stock":9,"first_day":"2026-11-24","last_day":"2026-11-25"}}
+ redeem(NO, $card)
!refusal G1 gift_unknown
at 2026-11-23T23:59:59+08:00
+ redeem(W, $card)
!refusal G1 gift_not_on_offer
at 2026-11-24T00:00:00+08:00
+ redeem(W, $card)
< {"points":{"before":10,"after":8,"here":8}}
at 2026-11-25T23:59:59+08:00
+ redeem(W, $card)
< {"points":{"before":8,"after":6,"here":6}}
at 2026-11-26T00:00:00+08:00
+ redeem(W, $card)
!refusal G1 gift_not_on_offer
define put(gift) = gift.put {"gift":<gift>}
+ put({"id":"X","name":"围巾","points":0,"stock":9,"first_day":"2026-11-24","last_day":"2026-11-25"})
!error request.invalid /gift/points
+ put({"id":"X","name":"围巾","points":1,"stock":-1,"first_day":"2026-11-24","last_day":"2026-11-25"})
!error request.invalid /gift/stock
+ put({"id":"X","name":"围巾","points":1,"stock":1.5,"first_day":"2026-11-24","last_day":"2026-11-25"})
!error request.invalid /gift/stock
+ put({"id":"X","name":"围巾","points":1,"stock":1,"first_day":"2026-11-31","last_day":"2026-12-25"})
!error request.invalid /gift/first_day
+ put({"id":"X","name":"围巾","points":1,"stock":1,"first_day":"2026-11-26","last_day":"2026-11-25"})
!error request.invalid
+ put({"name":"围巾","points":1,"stock":1,"first_day":"2026-11-26","last_day":"2026-11-26"})
!error request.invalid /gift/id
+ put({"id":"X","name":"围巾","points":1,"stock":1,"first_day":"2026-11-26","last_day":"2026-11-26","price":5})
!error request.invalid /gift/price
+ put({"id":"X","name":"围巾","points":1,"stock":1,"first_day":"2026-11-26","last_day":"2026-11-26"})
> gift.list {}
< {"gifts":[..., {"id":"X","points":1,"stock":1}]}

== G2, A46 · Enough points on this card, now, and a gift in stock
+ member(13800000001)
< {"card":$card}
+ gift(G30, 30, 1)
+ offer($card, 1, 120000, 120000)
+ redeem(G30, $card)
!refusal G2 points_short {"balance":12,"needed":30,"short":18}
+ offer($card, 1, 170000, 170000)
+ redeem(G30, $card)
!refusal G2 points_short {"balance":29,"needed":30,"short":1}
+ offer($card, 1, 310000, 310000)
+ redeem(G30, $card)
< {"points":{"before":60,"after":30,"here":30}}
+ redeem(G30, $card)
!refusal G2 gift_out_of_stock
+ look($card)
< {"points":{"before":30}}
-- A48: stock 0 refuses from the start
+ gift(G0, 1, 0)
+ redeem(G0, $card)
!refusal G2 gift_out_of_stock

== A18 · The refusals of a redemption in their order
+ member(13800000001)
< {"card":$card}
> gift.put {"gift":{"id":"LATER","name":"面膜","points":5,"stock":0,"first_day":"2027-01-01","last_day":"2027-01-31"}}
> gift.put {"gift":{"id":"NOW","name":"面膜","points":5,"stock":0,"first_day":"2026-01-01","last_day":"2030-12-31"}}
-- not on offer goes before the points and the stock; points before the stock
+ redeem(LATER, $card)
!refusal G1 gift_not_on_offer
+ redeem(NOW, $card)
!refusal G2 points_short {"balance":0,"needed":5,"short":5}
-- a failed check of the holder goes before the gift
> card.check_holder {"card":$card,"outcome":"failed","lane":1}
> gift.redeem {"gift":"NONE","card":$card,"lane":1}
!refusal C8
-- the state of the card goes before that
> card.block {"card":$card,"reason":"lost"}
> gift.redeem {"gift":"NONE","card":$card,"lane":1}
!refusal C6 card_blocked
> card.replace {"card":$card}
< {"card":$new}
+ redeem(NONE, $card)
!refusal C9 card_replaced
> card.close {"card":$new,"reason":"asked to"}
+ redeem(NONE, $new)
!refusal C9 card_closed

== G3, G4 · A redemption is final
+ member(13800000001)
< {"card":$card}
+ gift(G2, 2, 1)
+ offer($card, 2, 10000, 20000)
< {"sale":$sale}
+ redeem(G2, $card)
< {"points":{"before":2,"after":0}}
-- giving the goods back later leaves the gift redeemed and the points owed
+ back($sale, 0, 2)
< {"points":{"before":0,"taken":2,"after":-2,"owed":2}}
+ redeem(G2, $card)
!refusal P4 points_owed {"balance":-2,"needed":2,"short":4}

== points.explain · Every event of the account with running balance and carry
+ member(13800000001)
< {"card":$card}
+ gift(G2, 2, 5)
+ offer($card, 2, 12500, 25000)
< {"sale":$sale}
+ redeem(G2, $card)
+ back($sale, 0, 1)
> points.explain {"card":$card}
< {"events":[{"kind":"issue","balance":0,"carry":0},
  {"kind":"sale","amount":25000,"points":2,"balance":2,"carry":5000},
  {"kind":"redeem","points":-2,"balance":0,"carry":5000},
  {"kind":"return","amount":-12500,"points":-1,"balance":-1,"carry":2500}]}
unsaid $card
