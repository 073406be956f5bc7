# What a member pays (D), worked out by the pure method policy.evaluate: facts and basket in, prices out.

== D1 · Every member pays 90 %; the form of an evaluation (A23)
+ price(<good_card>, [{"sku":"A17","qty":2,"unit_price":12900}])
< {"rate":{"clause":"D1","pays":"0.90"},
   "lines":[{"sku":"A17","gross":25800,"reduction":2580,"paid":23220,"clause":"D1"}],
   "gross":25800,"reduction":2580,"paid":23220,
   "points":{"before":0,"accumulated":0,"earned":2,"after":2,"carry_before":0,"carry_after":3220},
   "card":absent,"member":absent,"prompts":absent,"alternatives":absent}
-- the numbers of the example in interfaces.md: 12 points, 22 accumulated, 80.00 carried
+ price({"accumulated":22,"balance":12,"carry":8000,"card_state":"active","last_day":"2028-01-10"},
        [{"sku":"A17","name":"精华水","qty":2,"unit_price":12900,"promotion":false,"special_price":false}])
< {"paid":23220,"points":={"before":12,"accumulated":22,"earned":3,"after":15,"carry_before":8000,"carry_after":1220}}
-- a price of nothing stays nothing
+ price(<good_card>, [{"sku":"GIFT","qty":1,"unit_price":0}])
< {"gross":0,"reduction":0,"paid":0,"lines":[{"paid":0,"clause":"D1"}],"points":{"earned":0}}

== D2 · 85 % from 30 accumulated points on, 90 % with 29
+ price({"accumulated":29,"balance":29,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D1","pays":"0.90"},"paid":9000,"lines":[{"clause":"D1"}]}
+ price({"accumulated":30,"balance":30,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D2","pays":"0.85"},"paid":8500,"lines":[{"clause":"D2"}]}
-- points spent on gifts still count
+ price({"accumulated":30,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D2"},"points":{"accumulated":30,"before":0}}
-- a balance without accumulated points does not
+ price({"accumulated":0,"balance":30,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D1"}}
-- the points of this very purchase do not count: 29 and nine more earned now
+ price({"accumulated":29,"balance":29,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":100000}])
< {"rate":{"clause":"D1"},"paid":90000,"points":{"accumulated":29,"earned":9,"after":38}}

== D2 · The switch basis: the current balance decides
+ price_by({"rates":{"level":{"basis":"balance"}}}, {"accumulated":30,"balance":29,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D1"}}
+ price_by({"rates":{"level":{"basis":"balance"}}}, {"accumulated":0,"balance":30,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D2"},"points":{"accumulated":0}}
-- and the other fields of the level: 50 points, 80 %
+ price_by({"rates":{"level":{"points":50,"pays":"0.80"}}}, {"accumulated":49,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"paid":9000}
+ price_by({"rates":{"level":{"points":50,"pays":"0.80"}}}, {"accumulated":50,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"paid":8000,"rate":{"clause":"D2","pays":"0.80"}}

== D3 · 60 % on the birthday with the document shown, and only then
let born_today = {"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday":"1990-11-22"}
+ price_with(<born_today>, "birthday_document_shown":true, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D3","pays":"0.60"},"paid":6000,"lines":[{"clause":"D3"}],"points":{"carry_after":6000}}
+ price_with(<born_today>, "birthday_document_shown":false, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D1"},"paid":9000}
+ price(<born_today>, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D1"},"paid":9000}
-- the day before, the day after
> policy.evaluate {"date":"2026-11-21","facts":<born_today>,"birthday_document_shown":true,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"rate":{"clause":"D1"}}
> policy.evaluate {"date":"2026-11-23","facts":<born_today>,"birthday_document_shown":true,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"rate":{"clause":"D1"}}
-- no birthday known: the document alone grants nothing
+ price_with(<good_card>, "birthday_document_shown":true, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D1"}}
-- the day of birth itself is a birthday too
+ price_with({"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday":"2026-11-22"}, "birthday_document_shown":true, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D3"}}

== D3 · Born on 29 February: 28 February in other years, or 1 March by the switch
let leapling = {"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2030-12-31","birthday":"2000-02-29"}
define leap_day(date) = policy.evaluate {"date":"<date>","facts":<leapling>,"birthday_document_shown":true,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
define leap_march(date) = policy.evaluate {"date":"<date>","policy":{"rates":{"birthday":{"leap_day":"03-01"}}},"facts":<leapling>,"birthday_document_shown":true,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
+ leap_day(2026-02-27)
< {"rate":{"clause":"D1"}}
+ leap_day(2026-02-28)
< {"rate":{"clause":"D3"}}
+ leap_day(2026-03-01)
< {"rate":{"clause":"D1"}}
+ leap_day(2028-02-28)
< {"rate":{"clause":"D1"}}
+ leap_day(2028-02-29)
< {"rate":{"clause":"D3"}}
+ leap_day(2028-03-01)
< {"rate":{"clause":"D1"}}
+ leap_march(2026-02-28)
< {"rate":{"clause":"D1"}}
+ leap_march(2026-03-01)
< {"rate":{"clause":"D3"}}
+ leap_march(2028-02-29)
< {"rate":{"clause":"D3"}}
+ leap_march(2028-03-01)
< {"rate":{"clause":"D1"}}

== A29 · A cap on the uses of a birthday
define uses(cap, used) = policy.evaluate {"date":"2026-11-22","policy":{"rates":{"birthday":{"max_uses":<cap>}}},"birthday_document_shown":true,
  "facts":{"accumulated":30,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday":"1990-11-22","birthday_uses":<used>},
  "lines":[{"sku":"A","qty":1,"unit_price":10000}]}
+ uses(2, 1)
< {"rate":{"clause":"D3"}}
-- a sale that would pass the cap is priced by D1/D2
+ uses(2, 2)
< {"rate":{"clause":"D2"},"paid":8500}
+ uses(0, 0)
< {"rate":{"clause":"D2"}}
+ uses(null, 1000)
< {"rate":{"clause":"D3"}}
-- left out: none used
> policy.evaluate {"date":"2026-11-22","policy":{"rates":{"birthday":{"max_uses":1}}},"birthday_document_shown":true,
  "facts":{"accumulated":30,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday":"1990-11-22"},
  "lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"rate":{"clause":"D3"}}

== A29 · A cap on the amount of a birthday counts the gross of eligible lines, and holds for the sale as a whole
define amount(used, lines) = policy.evaluate {"date":"2026-11-22","policy":{"rates":{"birthday":{"max_amount":20000}}},"birthday_document_shown":true,
  "facts":{"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday":"1990-11-22","birthday_amount":<used>},
  "lines":<lines>}
+ amount(10000, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D3"},"paid":6000}
+ amount(10001, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D1"},"paid":9000}
+ amount(0, [{"sku":"A","qty":1,"unit_price":19999},{"sku":"B","qty":1,"unit_price":2}])
< {"rate":{"clause":"D1"},"lines":[{"clause":"D1"},{"clause":"D1"}]}
-- a promotion line does not use the cap up
+ amount(10000, [{"sku":"A","qty":1,"unit_price":10000},{"sku":"T","qty":1,"unit_price":50000,"promotion":true}])
< {"rate":{"clause":"D3"},"lines":[{"clause":"D3","paid":6000},{"clause":"D5","paid":50000}]}

== D4 · Nothing stacks: the best single rate; of equal rates the lower number
+ price_with({"accumulated":30,"balance":30,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday":"1990-11-22"}, "birthday_document_shown":true, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D3","pays":"0.60"},"paid":6000}
-- a level dearer than D1 is never picked
+ price_by({"rates":{"level":{"pays":"0.95"}}}, {"accumulated":30,"balance":30,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D1","pays":"0.90"},"paid":9000}
-- equally good: D1 before D2, D2 before D3
+ price_by({"rates":{"level":{"pays":"0.90"}}}, {"accumulated":30,"balance":30,"carry":0,"card_state":"active","last_day":"2028-11-22"}, [{"sku":"A","qty":1,"unit_price":10000}])
< {"rate":{"clause":"D1","pays":"0.90"},"lines":[{"clause":"D1"}]}
> policy.evaluate {"date":"2026-11-22","policy":{"rates":{"birthday":{"pays":"0.85"}}},"birthday_document_shown":true,
  "facts":{"accumulated":30,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday":"1990-11-22"},
  "lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"rate":{"clause":"D2","pays":"0.85"},"lines":[{"clause":"D2"}]}
-- a birthday rate dearer than the level: the level
> policy.evaluate {"date":"2026-11-22","policy":{"rates":{"birthday":{"pays":"0.95"}}},"birthday_document_shown":true,
  "facts":{"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday":"1990-11-22"},
  "lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"rate":{"clause":"D1"}}

== D5, P3 · No member rate on promotion or special price, and it earns all the same
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":10000},{"sku":"B","qty":1,"unit_price":10000,"promotion":true},{"sku":"C","qty":1,"unit_price":10000,"special_price":true}])
< {"lines":[{"paid":9000,"reduction":1000,"clause":"D1"},{"paid":10000,"reduction":0,"clause":"D5"},{"paid":10000,"reduction":0,"clause":"D5"}],
   "gross":30000,"reduction":1000,"paid":29000,"points":{"earned":2,"carry_after":9000}}
-- A30: benefits without an eligible line still show points and rate
+ price(<good_card>, [{"sku":"B","qty":1,"unit_price":10000,"promotion":true}])
< {"rate":{"clause":"D1","pays":"0.90"},"paid":10000,"points":{"earned":1,"carry_after":0}}

== A28, A30 · Without a card: clause none, no points, no rate
> policy.evaluate {"date":"2026-11-22","lines":[{"sku":"A","qty":1,"unit_price":10000},{"sku":"B","qty":1,"unit_price":5000,"promotion":true}]}
< {"lines":[={"sku":"A","gross":10000,"reduction":0,"paid":10000,"clause":"none"},={"sku":"B","gross":5000,"reduction":0,"paid":5000,"clause":"none"}],
   "gross":15000,"reduction":0,"paid":15000,"points":absent,"rate":absent,"alternatives":absent}
-- a coupon is used all the same, and names its line
> policy.evaluate {"date":"2026-11-22","lines":[{"sku":"A","qty":1,"unit_price":10000},{"sku":"B","qty":1,"unit_price":5000}],"coupons":[{"id":"C1","amount":1000,"lines":[1]}],"choice":"member"}
< {"lines":[{"clause":"none","paid":10000},{"clause":"D6","paid":4000,"reduction":1000}],"paid":14000,"points":absent,"rate":absent,"alternatives":absent}

== A15, C3, C6, C9 · A card that is not good grants nothing and says why, and the sale goes on
define state(state, last) = policy.evaluate {"date":"2026-11-22","facts":{"accumulated":40,"balance":40,"carry":500,"card_state":"<state>","last_day":"<last>"},
  "lines":[{"sku":"A","qty":1,"unit_price":10000},{"sku":"P","qty":1,"unit_price":100,"promotion":true}]}
let nothing_granted = {"paid":10100,"reduction":0,"points":absent,"rate":absent,"lines":[{"clause":"none"},{"clause":"none"}]}
+ state(active, 2026-11-22)
< {"rate":{"clause":"D2"},"paid":8600}
+ state(active, 2026-11-21)
< <nothing_granted>
< {"warnings":[{"clause":"C3","word":"card_expired"}]}
+ state(expired, 2026-11-21)
< <nothing_granted>
< {"warnings":[{"clause":"C3","word":"card_expired"}]}
+ state(blocked, 2028-11-22)
< <nothing_granted>
< {"warnings":[{"clause":"C6","word":"card_blocked"}]}
-- A27: a blocked card past its last day is expired
+ state(blocked, 2026-11-21)
< {"warnings":[{"clause":"C3","word":"card_expired"}]}
+ state(replaced, 2028-11-22)
< <nothing_granted>
< {"warnings":[{"clause":"C9","word":"card_replaced"}]}
+ state(replaced, 2026-11-21)
< {"warnings":[{"clause":"C9","word":"card_replaced"}]}
+ state(closed, 2028-11-22)
< <nothing_granted>
< {"warnings":[{"clause":"C9","word":"card_closed"}]}
+ state(closed, 2026-11-21)
< {"warnings":[{"clause":"C9","word":"card_closed"}]}
+ state(blank, 2028-11-22)
< <nothing_granted>
< {"warnings":[{"clause":"C9","word":"card_blank"}]}

== D6, A8 · Both ways are worked out, the cheaper is recommended, the customer chooses
-- the figures of interfaces.md: 258.00, coupon of 50.00 on everything
+ price_with(<good_card>, ("coupons":[{"id":"C9","amount":5000}]), [{"sku":"A17","qty":2,"unit_price":12900}])
< {"choice":"coupon","recommended":"coupon","alternatives":[{"choice":"member","paid":23220},{"choice":"coupon","paid":20800}],
   "gross":25800,"reduction":5000,"paid":20800,"lines":[{"clause":"D6","paid":20800,"reduction":5000}],
   "points":{"earned":2,"carry_after":800},"rate":{"clause":"D1","pays":"0.90"}}
+ price_with(<good_card>, ("coupons":[{"id":"C9","amount":5000}],"choice":"member"), [{"sku":"A17","qty":2,"unit_price":12900}])
< {"choice":"member","recommended":"coupon","alternatives":[{"choice":"member","paid":23220},{"choice":"coupon","paid":20800}],
   "paid":23220,"reduction":2580,"lines":[{"clause":"D1"}],"points":{"earned":2,"carry_after":3220}}
-- the other way round: a small coupon, the member rate is better
+ price_with(<good_card>, ("coupons":[{"id":"C9","amount":999}]), [{"sku":"A","qty":1,"unit_price":10000}])
< {"choice":"member","recommended":"member","paid":9000}
+ price_with(<good_card>, ("coupons":[{"id":"C9","amount":1001}]), [{"sku":"A","qty":1,"unit_price":10000}])
< {"choice":"coupon","recommended":"coupon","paid":8999}
-- A8: on a tie the coupon is kept
+ price_with(<good_card>, ("coupons":[{"id":"C9","amount":1000}]), [{"sku":"A","qty":1,"unit_price":10000}])
< {"choice":"member","recommended":"member","paid":9000,"alternatives":[{"paid":9000},{"paid":9000}]}
-- and may be used all the same
+ price_with(<good_card>, ("coupons":[{"id":"C9","amount":1000}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":10000}])
< {"choice":"coupon","recommended":"member","paid":9000,"lines":[{"clause":"D6"}]}
-- only one way open: choice is ignored, no alternatives
+ price_with(<good_card>, "choice":"coupon", [{"sku":"A","qty":1,"unit_price":10000}])
< {"paid":9000,"lines":[{"clause":"D1"}],"alternatives":absent}
+ price_with(<good_card>, ("choice":"coupon","coupons":[]), [{"sku":"A","qty":1,"unit_price":10000}])
< {"paid":9000,"alternatives":absent}
-- nor with a blocked card
+ price_with({"accumulated":0,"balance":0,"carry":0,"card_state":"blocked","last_day":"2028-11-22"}, ("choice":"member","coupons":[{"id":"C9","amount":500}]), [{"sku":"A","qty":1,"unit_price":10000}])
< {"paid":9500,"lines":[{"clause":"D6"}],"alternatives":absent,"points":absent,"rate":absent}

== A5 · In the coupon way a named line has no member rate, the others keep it
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":3000,"lines":[0]}]), [{"sku":"A","qty":1,"unit_price":10000},{"sku":"B","qty":1,"unit_price":10000}])
< {"choice":"coupon","paid":16000,"lines":[{"paid":7000,"clause":"D6"},{"paid":9000,"clause":"D1"}],"alternatives":[{"choice":"member","paid":18000},{"choice":"coupon","paid":16000}]}
-- a promotion line that a coupon names is D6, too; one not named stays D5
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":500,"lines":[1]}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":1000,"promotion":true},{"sku":"B","qty":1,"unit_price":1000,"promotion":true}])
< {"lines":[{"paid":1000,"clause":"D5"},{"paid":500,"clause":"D6"}]}
-- a coupon for the whole basket names every line, promotion and special price included
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":300}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":1000},{"sku":"B","qty":1,"unit_price":1000,"promotion":true},{"sku":"C","qty":1,"unit_price":1000,"special_price":true}])
< {"paid":2700,"lines":[{"paid":900,"clause":"D6"},{"paid":900,"clause":"D6"},{"paid":900,"clause":"D6"}]}
-- one fen over three equal lines: the first has it, all three are D6
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":1}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":100},{"sku":"B","qty":1,"unit_price":100},{"sku":"C","qty":1,"unit_price":100}])
< {"paid":299,"reduction":1,"lines":[{"paid":99,"reduction":1,"clause":"D6"},{"paid":100,"reduction":0,"clause":"D6"},{"paid":100,"reduction":0,"clause":"D6"}]}
-- a line at price zero is D6 as well
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":50}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":100},{"sku":"B","qty":1,"unit_price":0}])
< {"lines":[{"paid":50,"clause":"D6"},{"paid":0,"clause":"D6"}]}

== A6 · Coupons in the order given, each on what the one before has left
-- 300 off 1000 + 2000: 100 and 200. Then 100 off 900 + 1800: 33.33 and 66.67, so 33 and 67.
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":300},{"id":"C2","amount":100}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":1000},{"sku":"B","qty":1,"unit_price":2000}])
< {"paid":2600,"reduction":400,"lines":[{"paid":867,"reduction":133},{"paid":1733,"reduction":267}]}
-- the order matters: line 0 first, then everything: 1000-500=500 and 1000; 300 over 500:1000 is 100 and 200
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":500,"lines":[0]},{"id":"C2","amount":300}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":1000},{"sku":"B","qty":1,"unit_price":1000}])
< {"paid":1200,"lines":[{"paid":400},{"paid":800}]}
-- turned round: 300 over 1000:1000 is 150 and 150, then 500 off 850
+ price_with(<good_card>, ("coupons":[{"id":"C2","amount":300},{"id":"C1","amount":500,"lines":[0]}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":1000},{"sku":"B","qty":1,"unit_price":1000}])
< {"paid":1200,"lines":[{"paid":350},{"paid":850}]}

== A7 · A coupon takes at most what its lines still cost; the rest is lost
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":5000,"lines":[0]}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":1000},{"sku":"B","qty":1,"unit_price":1000}])
< {"paid":900,"lines":[{"paid":0,"reduction":1000,"clause":"D6"},{"paid":900,"clause":"D1"}]}
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":800},{"id":"C2","amount":800}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":1000}])
< {"paid":0,"reduction":1000,"points":{"earned":0,"carry_after":0}}
-- nothing is left for the second coupon: its line is D6 all the same
+ price_with(<good_card>, ("coupons":[{"id":"C1","amount":1000},{"id":"C2","amount":5}],"choice":"coupon"), [{"sku":"A","qty":1,"unit_price":1000}])
< {"paid":0,"lines":[{"paid":0,"clause":"D6"}]}
-- P3: what the coupon gave earns nothing: 100.00 less 50.00 earns on 50.00
+ price_with({"accumulated":0,"balance":0,"carry":5000,"card_state":"active","last_day":"2028-11-22"}, ("coupons":[{"id":"C1","amount":5000}]), [{"sku":"A","qty":1,"unit_price":10000}])
< {"paid":5000,"points":{"earned":1,"carry_before":5000,"carry_after":0}}

== D7, A2 · Rounding once on the sum, half up to the fen
-- 105 × 0.90 = 94.5
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":105}])
< {"paid":95,"reduction":10}
-- 104 × 0.90 = 93.6 and 101 × 0.90 = 90.9 and 103 × 0.90 = 92.7 and 106 × 0.90 = 95.4
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":104}])
< {"paid":94}
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":106}])
< {"paid":95}
-- three of them: 315 × 0.90 = 283.5, once: 284. The reduction of 31 is shared 10⅓ each; the odd fen goes to the first.
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":105},{"sku":"B","qty":1,"unit_price":105},{"sku":"C","qty":1,"unit_price":105}])
< {"paid":284,"reduction":31,"lines":[{"paid":94,"reduction":11},{"paid":95,"reduction":10},{"paid":95,"reduction":10}]}
-- 333 + 667: 100 off is 33.3 and 66.7: 33 and 67
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":333},{"sku":"B","qty":1,"unit_price":667}])
< {"paid":900,"lines":[{"paid":300,"reduction":33},{"paid":600,"reduction":67}]}
-- five lines of 1 fen: 4.5 rounds to 5, nothing comes off; the clause is D1 all the same (A28)
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":1},{"sku":"B","qty":1,"unit_price":1},{"sku":"C","qty":1,"unit_price":1},{"sku":"D","qty":1,"unit_price":1},{"sku":"E","qty":1,"unit_price":1}])
< {"paid":5,"reduction":0,"lines":[{"clause":"D1"},{"clause":"D1"},{"clause":"D1"},{"clause":"D1"},{"clause":"D1"}]}
-- six of them: 5.4 is 5, one fen off, the first line has it
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":1},{"sku":"B","qty":1,"unit_price":1},{"sku":"C","qty":1,"unit_price":1},{"sku":"D","qty":1,"unit_price":1},{"sku":"E","qty":1,"unit_price":1},{"sku":"F","qty":1,"unit_price":1}])
< {"paid":5,"lines":[{"paid":0},{"paid":1},{"paid":1},{"paid":1},{"paid":1},{"paid":1}]}
-- a promotion line takes no part: 105 is 95, the other stays 105
+ price(<good_card>, [{"sku":"P","qty":1,"unit_price":105,"promotion":true},{"sku":"A","qty":1,"unit_price":105}])
< {"paid":200,"lines":[{"paid":105},{"paid":95}]}
-- 0.875 of 1000 is 875; 0.8755 of 1000 is 875.5
+ price_by({"rates":{"member":{"pays":"0.875"}}}, <good_card>, [{"sku":"A","qty":1,"unit_price":1000}])
< {"paid":875,"rate":{"clause":"D1","pays":"0.875"}}
+ price_by({"rates":{"member":{"pays":"0.8755"}}}, <good_card>, [{"sku":"A","qty":1,"unit_price":1000}])
< {"paid":876,"rate":{"pays":"0.8755"}}

== D7, A12 · Unit and mode
define rounded(unit, mode, lines) = policy.evaluate {"date":"2026-11-22","policy":{"rounding":{"unit":"<unit>","mode":"<mode>"}},"facts":<good_card>,"lines":<lines>}
-- 105 × 0.90 = 94.5: down is in the customer's favour
+ rounded(fen, down, [{"sku":"A","qty":1,"unit_price":105}])
< {"paid":94,"reduction":11}
-- 12.35 × 0.90 = 11.115: jiao half up 11.10, down 11.10; 12.40 → 11.16: 11.20 and 11.10; 10.50 → 9.45: exactly half, 9.50
+ rounded(jiao, half_up, [{"sku":"A","qty":1,"unit_price":1235}])
< {"paid":1110}
+ rounded(jiao, half_up, [{"sku":"A","qty":1,"unit_price":1240}])
< {"paid":1120}
+ rounded(jiao, down, [{"sku":"A","qty":1,"unit_price":1240}])
< {"paid":1110}
+ rounded(jiao, half_up, [{"sku":"A","qty":1,"unit_price":1050}])
< {"paid":950}
-- 10.49 × 0.90 = 9.441: never rounded twice (9.44 → 9.4)
+ rounded(jiao, half_up, [{"sku":"A","qty":1,"unit_price":1049}])
< {"paid":940}
-- yuan: 15.00 × 0.90 = 13.50 → 14.00; down 13.00
+ rounded(yuan, half_up, [{"sku":"A","qty":1,"unit_price":1500}])
< {"paid":1400,"reduction":100}
+ rounded(yuan, down, [{"sku":"A","qty":1,"unit_price":1500}])
< {"paid":1300}
-- never more than the gross: 0.99 × 0.90 = 0.891 would round up to 1.00
+ rounded(yuan, half_up, [{"sku":"A","qty":1,"unit_price":99}])
< {"paid":99,"reduction":0,"lines":[{"clause":"D1"}]}
-- 0.55 × 0.90 = 0.495 rounds to nothing
+ rounded(yuan, half_up, [{"sku":"A","qty":1,"unit_price":55}])
< {"paid":0,"reduction":55}
-- unit and mode touch nothing but what the eligible lines pay: the promotion line keeps its fen
+ rounded(yuan, down, [{"sku":"A","qty":1,"unit_price":1500},{"sku":"P","qty":1,"unit_price":1234,"promotion":true}])
< {"paid":2534,"lines":[{"paid":1300},{"paid":1234}]}
-- and not what a coupon leaves
> policy.evaluate {"date":"2026-11-22","policy":{"rounding":{"unit":"yuan","mode":"down"}},"facts":<good_card>,"choice":"coupon","coupons":[{"id":"C1","amount":100}],"lines":[{"sku":"A","qty":1,"unit_price":1234}]}
< {"paid":1134}
-- A3: the reduction is shared in whole fen whatever the unit: 6.67 × 0.90 = 6.003 → 6.00; 67 off 333 and 334: 33.45 and 33.55
+ rounded(jiao, half_up, [{"sku":"A","qty":1,"unit_price":333},{"sku":"B","qty":1,"unit_price":334}])
< {"paid":600,"lines":[{"paid":300,"reduction":33},{"paid":300,"reduction":34}]}
-- without a card nothing is rounded
> policy.evaluate {"date":"2026-11-22","policy":{"rounding":{"unit":"yuan"}},"lines":[{"sku":"A","qty":1,"unit_price":1234}]}
< {"paid":1234}

== A3 · Largest remainder: ties go to the earlier line
-- 1000, 1000, 1000, 1001: gross 4001 × 0.90 = 3600.9 → 3601, 400 off: 99.975 three times and 100.075: 99 99 99 100, and one more each to the first three
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":1000},{"sku":"B","qty":1,"unit_price":1000},{"sku":"C","qty":1,"unit_price":1000},{"sku":"D","qty":1,"unit_price":1001}])
< {"paid":3601,"lines":[{"reduction":100},{"reduction":100},{"reduction":100},{"reduction":100}]}
-- 15, 15, 15, 15: 60 × 0.90 = 54, 6 off: 1.5 each: 1 1 1 1 and the two left to the first two
+ price(<good_card>, [{"sku":"A","qty":1,"unit_price":15},{"sku":"B","qty":1,"unit_price":15},{"sku":"C","qty":1,"unit_price":15},{"sku":"D","qty":1,"unit_price":15}])
< {"paid":54,"lines":[{"paid":13},{"paid":13},{"paid":14},{"paid":14}]}
-- quantities are part of the line's gross: 3 × 33.33
+ price(<good_card>, [{"sku":"A","qty":3,"unit_price":3333}])
< {"gross":9999,"paid":8999,"reduction":1000}

== P1, P2 · A point for each full 100.00 paid; the rest is carried
define spend(carry, price) = policy.evaluate {"date":"2026-11-22","facts":{"accumulated":0,"balance":0,"carry":<carry>,"card_state":"active","last_day":"2028-11-22"},"lines":[{"sku":"T","qty":1,"unit_price":<price>,"promotion":true}]}
+ spend(0, 9999)
< {"points":{"earned":0,"carry_after":9999}}
+ spend(0, 10000)
< {"points":{"earned":1,"carry_after":0}}
+ spend(9999, 1)
< {"points":{"earned":1,"carry_before":9999,"carry_after":0}}
+ spend(9999, 10000)
< {"points":{"earned":1,"carry_after":9999}}
+ spend(9999, 10001)
< {"points":{"earned":2,"carry_after":0}}

== P1, P2 · Other steps, and the rest dropped
define steps(points, carry, price) = policy.evaluate {"date":"2026-11-22","policy":{"points":<points>},"facts":{"accumulated":0,"balance":0,"carry":<carry>,"card_state":"active","last_day":"2028-11-22"},"lines":[{"sku":"T","qty":1,"unit_price":<price>,"promotion":true}]}
+ steps({"earn":3,"per":5000}, 0, 12000)
< {"points":{"earned":6,"carry_after":2000}}
+ steps({"remainder":"dropped"}, 0, 19999)
< {"points":{"earned":1,"carry_after":0}}
-- A11: a carry from before stays and is not used
+ steps({"remainder":"dropped"}, 8000, 19999)
< {"points":{"earned":1,"carry_before":8000,"carry_after":8000}}
-- A11: a carry above a lowered step is turned by the next purchase
+ steps({"per":5000}, 9000, 1000)
< {"points":{"earned":2,"carry_after":0}}
-- P4: owed points are paid first
> policy.evaluate {"date":"2026-11-22","facts":{"accumulated":0,"balance":-5,"carry":0,"card_state":"active","last_day":"2028-11-22"},"lines":[{"sku":"T","qty":3,"unit_price":10000,"promotion":true}]}
< {"points":{"before":-5,"earned":3,"after":-2}}

== A23 · policy.evaluate names what is wrong with its facts
define facts(facts) = policy.evaluate {"date":"2026-11-22","facts":<facts>,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
+ facts({"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22"})
!error request.invalid /facts/accumulated
+ facts({"accumulated":0,"carry":0,"card_state":"active","last_day":"2028-11-22"})
!error request.invalid /facts/balance
+ facts({"accumulated":0,"balance":0,"card_state":"active","last_day":"2028-11-22"})
!error request.invalid /facts/carry
+ facts({"accumulated":0,"balance":0,"carry":0,"last_day":"2028-11-22"})
!error request.invalid /facts/card_state
+ facts({"accumulated":0,"balance":0,"carry":0,"card_state":"active"})
!error request.invalid /facts/last_day
+ facts({"accumulated":-1,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22"})
!error request.invalid /facts/accumulated
+ facts({"accumulated":0,"balance":0,"carry":-1,"card_state":"active","last_day":"2028-11-22"})
!error request.invalid /facts/carry
+ facts({"accumulated":0,"balance":-1,"carry":0,"card_state":"active","last_day":"2028-11-22"})
< {"points":{"before":-1}}
+ facts({"accumulated":0,"balance":0,"carry":0,"card_state":"lost","last_day":"2028-11-22"})
!error request.invalid /facts/card_state
+ facts({"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-02-30"})
!error request.invalid /facts/last_day
+ facts({"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday":"1990-02-29"})
!error request.invalid /facts/birthday
+ facts({"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","level":"gold"})
!error request.invalid /facts/level
+ facts({"accumulated":"0","balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22"})
!error request.invalid /facts/accumulated
+ facts({"accumulated":0.0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22"})
!error request.invalid /facts/accumulated
+ facts({"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday_uses":-1})
!error request.invalid /facts/birthday_uses
+ facts({"accumulated":0,"balance":0,"carry":0,"card_state":"active","last_day":"2028-11-22","birthday_amount":-1})
!error request.invalid /facts/birthday_amount
+ facts(null)
!error request.invalid /facts
> policy.evaluate {"facts":<good_card>,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /date
> policy.evaluate {"date":"2026-11-22","facts":<good_card>}
!error request.invalid /lines
> policy.evaluate {"date":"2026-11-22","facts":<good_card>,"card":"9156000000000011","lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /card
> policy.evaluate {"date":"2026-11-22","choice":"both","lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /choice
> policy.evaluate {"date":"2026-11-22","birthday_document_shown":"yes","lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /birthday_document_shown

== A24 · Every field of the policy may be left out; without a policy the one in force here on the date
+ price_by({}, <good_card>, [{"sku":"A","qty":1,"unit_price":10000}])
< {"paid":9000}
+ price_by({"rates":{}}, <good_card>, [{"sku":"A","qty":1,"unit_price":10000}])
< {"paid":9000}
+ price_by({"rates":{"member":{}},"points":{"earn":5}}, <good_card>, [{"sku":"A","qty":1,"unit_price":20000}])
< {"paid":18000,"points":{"earned":5,"carry_after":8000}}
> policy.adopt {"policy":{"version":2,"from":"2027-01-01","rates":{"member":{"pays":"0.80"}}}}
> policy.evaluate {"date":"2026-12-31","facts":<good_card>,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":9000}
> policy.evaluate {"date":"2027-01-01","facts":<good_card>,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":8000}
-- an empty policy is the default one, not the one in force
> policy.evaluate {"date":"2027-01-01","policy":{},"facts":<good_card>,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":9000}
-- the head of a document given with a request does not matter: its from may be later than the date
> policy.evaluate {"date":"2026-12-31","policy":{"version":9,"from":"2027-06-01","rates":{"member":{"pays":"0.70"}}},"facts":<good_card>,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
< {"paid":7000}
