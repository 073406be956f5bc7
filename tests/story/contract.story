# The contract with the outside: requests, answers, exit codes, policy documents, bad input.

define member(phone) = card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-<phone>","date":"2026-11-01","paid":100000}]},
  "registration":{"surname":"王","form":"ms","phone":"<phone>","birthday":"1990-05-20","consent":true}}
define gift(id, points, stock) = gift.put {"gift":{"id":"<id>","name":"口红","points":<points>,"stock":<stock>,"first_day":"2026-01-01","last_day":"2030-12-31"}}
define basket(lines) = sale.quote {"lines":<lines>}
define with_coupons(coupons) = sale.quote {"lines":[{"sku":"A","qty":1,"unit_price":1000},{"sku":"B","qty":1,"unit_price":1000}],"coupons":<coupons>}

== A19 · The same request again gives the same answer, and acts once
+ member(13800000001)
< {"card":$card}
> sale.commit {"request_id":"till-1","operator":"1001","lane":1,"receipt_no":"R-1","card":$card,"expected_paid":50000,"lines":[{"sku":"T","qty":1,"unit_price":50000,"promotion":true}]}
<< {"ok":true,"result":$first,"position":$place,"replayed":absent}
> sale.commit {"request_id":"till-1","operator":"1001","lane":1,"receipt_no":"R-1","card":$card,"expected_paid":50000,"lines":[{"sku":"T","qty":1,"unit_price":50000,"promotion":true}]}
<< {"ok":true,"replayed":true,"result":$first,"position":$place}
-- the order of the keys and spaces do not matter
> sale.commit {"lines" : [ {"promotion":true, "unit_price":50000,"qty":1,"sku":"T"} ],"expected_paid":50000,"card":$card,"receipt_no":"R-1","lane":1,"operator":"1001","request_id":"till-1"}
<< {"ok":true,"replayed":true,"result":$first,"position":$place}
-- nor does the time that has passed, nor a restart, nor a power cut
restart
> sale.commit {"request_id":"till-1","operator":"1001","lane":1,"receipt_no":"R-1","card":$card,"expected_paid":50000,"lines":[{"sku":"T","qty":1,"unit_price":50000,"promotion":true}]}
<< {"ok":true,"replayed":true,"result":$first,"position":$place}
kill
> sale.commit {"request_id":"till-1","operator":"1001","lane":1,"receipt_no":"R-1","card":$card,"expected_paid":50000,"lines":[{"sku":"T","qty":1,"unit_price":50000,"promotion":true}]}
<< {"ok":true,"replayed":true,"result":$first,"position":$place}
+ look($card)
< {"points":{"before":5}}

== A19 · The same id with another content is a conflict, and changes nothing
+ member(13800000001)
< {"card":$card}
> sale.commit {"request_id":"till-1","operator":"1001","lane":1,"receipt_no":"R-1","card":$card,"expected_paid":50000,"lines":[{"sku":"T","qty":1,"unit_price":50000,"promotion":true}]}
-- another amount, another operator, another lane, another time, another method
> sale.commit {"request_id":"till-1","operator":"1001","lane":1,"receipt_no":"R-1","card":$card,"expected_paid":50001,"lines":[{"sku":"T","qty":1,"unit_price":50001,"promotion":true}]}
!error conflict /request_id
> sale.commit {"request_id":"till-1","operator":"2001","lane":1,"receipt_no":"R-1","card":$card,"expected_paid":50000,"lines":[{"sku":"T","qty":1,"unit_price":50000,"promotion":true}]}
!error conflict /request_id
> sale.commit {"request_id":"till-1","operator":"1001","lane":2,"receipt_no":"R-1","card":$card,"expected_paid":50000,"lines":[{"sku":"T","qty":1,"unit_price":50000,"promotion":true}]}
!error conflict /request_id
> sale.commit {"at":"2026-11-22T10:00:01+08:00","request_id":"till-1","operator":"1001","lane":1,"receipt_no":"R-1","card":$card,"expected_paid":50000,"lines":[{"sku":"T","qty":1,"unit_price":50000,"promotion":true}]}
!error conflict /request_id
-- "promotion" said to be false is not the same content as left out
> handover.record {"request_id":"till-1","card":$card,"item":"handbook"}
!error conflict /request_id
+ look($card)
< {"points":{"before":5}}

== A19 · A refusal and an error use no id up
+ member(13800000001)
< {"card":$card}
+ gift(G3, 3, 5)
> gift.redeem {"request_id":"g-1","gift":"G3","card":$card}
!refusal G2 points_short
> gift.redeem {"request_id":"g-1","gift":"G3"}
!error request.invalid
+ offer($card, 1, 30000, 30000)
> gift.redeem {"request_id":"g-1","gift":"G3","card":$card}
<< {"ok":true,"replayed":absent,"result":{"points":{"before":3,"after":0}}}
> gift.redeem {"request_id":"g-1","gift":"G3","card":$card}
<< {"ok":true,"replayed":true,"result":{"points":{"before":3,"after":0}}}

== A19, A57 · Replayed for every kind of act: issue, return, replace
+ prospect(13800000001, 100000)
> card.issue {"request_id":"i-1","proof":{"phone":"13800000001"},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}}
<< {"ok":true,"result":{"card":$card}}
> card.issue {"request_id":"i-1","proof":{"phone":"13800000001"},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}}
<< {"ok":true,"replayed":true,"result":{"card":$card}}
+ offer($card, 2, 10000, 20000)
< {"sale":$sale}
> sale.return {"request_id":"b-1","sale":$sale,"lines":[{"line":0,"qty":1}]}
< {"points":{"before":2,"after":1}}
> sale.return {"request_id":"b-1","sale":$sale,"lines":[{"line":0,"qty":1}]}
<< {"ok":true,"replayed":true,"result":{"refund":10000,"points":{"before":2,"after":1}}}
+ look($card)
< {"points":{"before":1}}
> card.replace {"request_id":"c-1","card":$card,"reason":"damaged"}
< {"card":$new}
> card.replace {"request_id":"c-1","card":$card,"reason":"damaged"}
<< {"ok":true,"replayed":true,"result":{"card":$new}}

== Request ids: 1 to 64 characters, needed by every act
raw {"method":"sale.commit","request":{"operator":"1001","lane":1,"receipt_no":"R-1","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}}
!error request.invalid /request_id
raw {"method":"sale.commit","request":{"request_id":"x","lane":1,"receipt_no":"R-1","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}}
!error request.invalid /operator
raw {"method":"sale.commit","request":{"request_id":"x","operator":"1001","lane":1,"expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}}
!error request.invalid /receipt_no
raw {"method":"sale.commit","request":{"request_id":"x","operator":"1001","lane":1,"receipt_no":"R-1","lines":[{"sku":"A","qty":1,"unit_price":100}]}}
!error request.invalid /expected_paid
raw {"method":"sale.commit","request":{"request_id":"x","operator":"1001","receipt_no":"R-1","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}}
!error request.invalid /lane
> sale.commit {"expected_paid":"100","lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /expected_paid
> sale.commit {"expected_paid":-1,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /expected_paid
> sale.commit {"receipt_no":"","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /receipt_no
> sale.commit {"receipt_no":7,"expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /receipt_no
> sale.commit {"lane":[],"expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /lane
> sale.commit {"request_id":"","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /request_id
> sale.commit {"request_id":"01234567890123456789012345678901234567890123456789012345678901234","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /request_id
> sale.commit {"request_id":"0123456789012345678901234567890123456789012345678901234567890123","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
> sale.commit {"request_id":5,"expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /request_id
> sale.commit {"operator":"9999","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
<< {"ok":false}

== A16, D7 · A total that differs is refused; nothing is written, nothing used up
+ member(13800000001)
< {"card":$card}
> sale.commit {"request_id":"s-1","receipt_no":"R-1","card":$card,"expected_paid":10000,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
!refusal D7 paid_differs {"expected":10000,"paid":9000}
> sale.commit {"request_id":"s-1","receipt_no":"R-1","card":$card,"expected_paid":8999,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
!refusal D7 paid_differs {"expected":8999,"paid":9000}
+ look($card)
< {"points":{"carry_before":0}}
> sale.commit {"request_id":"s-1","receipt_no":"R-1","card":$card,"expected_paid":9000,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
<< {"ok":true,"replayed":absent,"result":{"receipt_no":"R-1","paid":9000}}

== A16, A44 · Quoted before midnight, paid after it: the policy of the new day
> policy.adopt {"policy":{"version":2,"from":"2026-11-23","rates":{"member":{"pays":"0.80"}}}}
+ member(13800000001)
< {"card":$card}
at 2026-11-22T23:59:59+08:00
+ quote($card, 10000)
< {"paid":9000}
at 2026-11-23T00:00:00+08:00
+ buy($card, 10000, 9000)
!refusal D7 paid_differs {"expected":9000,"paid":8000}
+ quote($card, 10000)
< {"paid":8000}
+ buy($card, 10000, 8000)

== A16, D8 · A choice of the customer is part of the price
+ member(13800000001)
< {"card":$card}
> sale.commit {"card":$card,"expected_paid":20800,"lines":[{"sku":"A17","qty":2,"unit_price":12900}],"coupons":[{"id":"C9","amount":5000}],"choice":"member"}
!refusal D7 paid_differs {"expected":20800,"paid":23220}
> sale.commit {"card":$card,"expected_paid":20800,"lines":[{"sku":"A17","qty":2,"unit_price":12900}],"coupons":[{"id":"C9","amount":5000}]}
< {"choice":"coupon","paid":20800,"lines":[{"clause":"D6"}]}
> sale.commit {"card":$card,"expected_paid":23220,"lines":[{"sku":"A17","qty":2,"unit_price":12900}],"coupons":[{"id":"C9","amount":5000}],"choice":"member"}
< {"choice":"member","paid":23220}

== A55 · A receipt number once
+ stranger_as(R-1, 100)
< {"sale":$sale}
+ stranger_as(R-1, 100)
!error conflict /receipt_no
+ stranger_as(R-2, 100)
once sale.commit {"receipt_no":"R-2","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error conflict /receipt_no
exit 5
> sale.show {"receipt_no":"R-1"}
< {"sale":$sale}
> sale.show {"sale":$sale}
< {"receipt_no":"R-1"}
> sale.show {"receipt_no":"R-3"}
!error not_found

== A49 · Exit codes: 0 ok, 2 wrong request, 3 not found, 4 refused, 5 conflict
once sale.quote {"lines":[{"sku":"A","qty":1,"unit_price":100}]}
< {"paid":100}
exit 0
once sale.quote {"lines":[{"sku":"A","qty":0,"unit_price":100}]}
!error request.invalid /lines/0/qty
exit 2
once sale.show {"receipt_no":"R-1"}
!error not_found
exit 3
once card.issue {"proof":{"phone":"13800000001"},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1990-05-20","consent":true}}
!refusal E1 threshold_not_reached {"missing":100000}
exit 4
once sale.commit {"request_id":"x","receipt_no":"R-1","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
exit 0
once sale.commit {"request_id":"x","receipt_no":"R-2","expected_paid":100,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error conflict /request_id
exit 5
once verify {}
exit 0
once sale.quote nonsense
<< {"ok":false}
exit 2
run call --data DIR
exit 2
run call sale.dance --data DIR
exit 2
run --no-such-option
exit 2
run --help
exit 0

== A38 · The stream: a line that is no request is answered, and the stream goes on
raw hello
!error request.invalid
raw []
!error request.invalid
raw {}
!error request.invalid
raw {"method":"sale.quote"}
!error request.invalid
raw {"method":5,"request":{}}
!error request.invalid
raw {"method":"sale.quote","request":[]}
!error request.invalid
raw {"method":"sale.quote","request":{"lines":[{"sku":"A","qty":1,"unit_price":100}]},"id":7}
!error request.invalid
raw {"method":"sale.quote","method":"sale.quote","request":{"lines":[{"sku":"A","qty":1,"unit_price":100}]}}
!error request.invalid
raw {"method":"sale.quote","request":{"lines":[{"sku":"A","qty":1,"unit_price":100}]}} x
!error request.invalid
raw {"method":"sale.dance","request":{}}
<< {"ok":false,"error":any}
raw {"method":"sale.quote","request":{"lines":[{"sku":"A","qty":1,"unit_price":100}]}}
< {"paid":100}

== A50 · null is not left out, 1.0 and 1e2 are no integers, a key twice is no object
+ basket([{"sku":"A","qty":1,"unit_price":100,"promotion":null}])
!error request.invalid /lines/0/promotion
+ basket([{"sku":"A","qty":null,"unit_price":100}])
!error request.invalid /lines/0/qty
> sale.quote {"card":null,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /card
> sale.quote {"coupons":null,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /coupons
+ basket([{"sku":"A","qty":1.0,"unit_price":100}])
!error request.invalid /lines/0/qty
+ basket([{"sku":"A","qty":1,"unit_price":1e2}])
!error request.invalid /lines/0/unit_price
+ basket([{"sku":"A","qty":"1","unit_price":100}])
!error request.invalid /lines/0/qty
+ basket([{"sku":"A","qty":true,"unit_price":100}])
!error request.invalid /lines/0/qty
+ basket([{"sku":7,"qty":1,"unit_price":100}])
!error request.invalid /lines/0/sku
+ basket([{"sku":"A","qty":1,"unit_price":100,"promotion":1}])
!error request.invalid /lines/0/promotion
+ basket([{"sku":"A","qty":1,"unit_price":100,"promotion":"true"}])
!error request.invalid /lines/0/promotion
raw {"method":"sale.quote","request":{"lines":[{"sku":"A","qty":1,"qty":1,"unit_price":100}]}}
!error request.invalid
raw {"method":"sale.quote","request":{"lines":[{"sku":"A","qty":1,"unit_price":100}],"lines":[]}}
!error request.invalid

== A50 · An unknown field is an error by its name, inside lines, coupons, policy, too
+ basket([{"sku":"A","qty":1,"unit_price":100,"colour":"red"}])
!error request.invalid /lines/0/colour
> sale.quote {"line":[],"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /line
+ with_coupons([{"id":"C","amount":1,"line":[0]}])
!error request.invalid /coupons/0/line
> policy.evaluate {"date":"2026-11-22","policy":{"rates":{"member":{"pay":"0.90"}}},"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /policy/rates/member/pay
> sale.quote {"a/b~c":1,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /a~1b~0c

== Bad input · Broken UTF-8, deep nesting, endless numbers: an error, and the stream goes on
raw {"method":"sale.quote","request":{"lines":[{"sku":"\xC3\x28","qty":1,"unit_price":100}]}}
!error request.invalid
raw {"method":"sale.quote","request":{"lines":[{"sku":"\xFF","qty":1,"unit_price":100}]}}
!error request.invalid
raw {"method":"sale.quote","request":{"lines":[{"sku":"\xED\xA0\x80","qty":1,"unit_price":100}]}}
!error request.invalid
raw {"method":"sale.quote","request":{"lines":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}
!error request.invalid
raw {"method":"sale.quote","request":{"lines":<times 100000>[</times><times 100000>]</times>}}
!error request.invalid
+ basket([{"sku":"A","qty":99999999999999999999999999,"unit_price":100}])
!error request.invalid /lines/0/qty
+ basket([{"sku":"A","qty":9223372036854775808,"unit_price":100}])
!error request.invalid /lines/0/qty
+ basket([{"sku":"A","qty":1,"unit_price":-9223372036854775808}])
!error request.invalid /lines/0/unit_price
+ basket([{"sku":"A","qty":1,"unit_price":18446744073709551616}])
!error request.invalid /lines/0/unit_price
+ basket([{"sku":"A","qty":01,"unit_price":100}])
!error request.invalid
+ basket([{"sku":"A","qty":1,"unit_price":100}])
< {"paid":100}

== A20 · Quantities, prices, totals: both sides of each limit
+ basket([{"sku":"A","qty":1000000,"unit_price":1}])
< {"gross":1000000}
+ basket([{"sku":"A","qty":1000001,"unit_price":1}])
!error request.invalid /lines/0/qty
+ basket([{"sku":"A","qty":0,"unit_price":1}])
!error request.invalid /lines/0/qty
+ basket([{"sku":"A","qty":-1,"unit_price":1}])
!error request.invalid /lines/0/qty
+ basket([{"sku":"A","qty":1,"unit_price":0}])
< {"gross":0,"paid":0}
+ basket([{"sku":"A","qty":1,"unit_price":-1}])
!error request.invalid /lines/0/unit_price
+ basket([{"sku":"A","qty":1,"unit_price":100000000000}])
< {"gross":100000000000}
+ basket([{"sku":"A","qty":1,"unit_price":100000000001}])
!error request.invalid /lines/0/unit_price
+ basket([{"sku":"A","qty":10,"unit_price":100000000000}])
< {"gross":1000000000000}
+ basket([{"sku":"A","qty":10,"unit_price":100000000000},{"sku":"B","qty":1,"unit_price":1}])
!error request.invalid /lines
+ basket([{"sku":"A","qty":1000000,"unit_price":100000000000}])
!error request.invalid /lines
+ basket([<repeat 1000>{"sku":"A","qty":1000000,"unit_price":100000000000}</repeat>])
!error request.invalid /lines
+ basket([])
!error request.invalid /lines
+ basket([<repeat 1000>{"sku":"A","qty":1,"unit_price":5}</repeat>])
< {"gross":5000,"paid":5000}
+ basket([<repeat 1001>{"sku":"A","qty":1,"unit_price":5}</repeat>])
!error request.invalid /lines
> sale.quote {}
!error request.invalid /lines
+ basket([{"qty":1,"unit_price":1}])
!error request.invalid /lines/0/sku
+ basket([{"sku":"A","unit_price":1}])
!error request.invalid /lines/0/qty
+ basket([{"sku":"A","qty":1}])
!error request.invalid /lines/0/unit_price
+ basket([{"sku":"A","qty":1,"unit_price":1},5])
!error request.invalid /lines/1
-- the first offending field
+ basket([{"sku":"A","qty":1,"unit_price":-1},{"sku":"A","qty":0,"unit_price":1}])
!error request.invalid /lines/0/unit_price

== A20 · The largest basket of a member, worked out without overflow
> policy.evaluate {"date":"2026-11-22","facts":<good_card>,"lines":[{"sku":"A","qty":10,"unit_price":99999999999},{"sku":"B","qty":10,"unit_price":1}]}
< {"gross":1000000000000,"paid":900000000000,"reduction":100000000000,"lines":[{"reduction":99999999999},{"reduction":1}],"points":{"earned":90000000,"carry_after":0}}
> policy.evaluate {"date":"2026-11-22","facts":<good_card>,"choice":"coupon","coupons":[{"id":"C","amount":999999999999}],"lines":[{"sku":"A","qty":10,"unit_price":50000000000},{"sku":"B","qty":10,"unit_price":50000000000}]}
< {"paid":1,"lines":[{"paid":0},{"paid":1}]}

== A20 · Coupons: 0 to 50, distinct, amounts and lines in range
+ with_coupons([])
< {"paid":2000}
+ with_coupons([{"id":"C","amount":1}])
< {"paid":1999}
+ with_coupons([{"id":"C","amount":0}])
!error request.invalid /coupons/0/amount
+ with_coupons([{"id":"C","amount":-5}])
!error request.invalid /coupons/0/amount
+ with_coupons([{"id":"C","amount":1000000000000}])
< {"paid":0}
+ with_coupons([{"id":"C","amount":1000000000001}])
!error request.invalid /coupons/0/amount
+ with_coupons([{"amount":1}])
!error request.invalid /coupons/0/id
+ with_coupons([{"id":"C"}])
!error request.invalid /coupons/0/amount
+ with_coupons([{"id":"C","amount":1},{"id":"D","amount":1},{"id":"C","amount":1}])
!error request.invalid /coupons/2/id
+ with_coupons([{"id":"C","amount":1,"lines":[]}])
!error request.invalid /coupons/0/lines
+ with_coupons([{"id":"C","amount":1,"lines":[1]}])
< {"paid":1999,"lines":[{"clause":"none"},{"clause":"D6"}]}
+ with_coupons([{"id":"C","amount":1,"lines":[2]}])
!error request.invalid /coupons/0/lines/0
+ with_coupons([{"id":"C","amount":1,"lines":[0,-1]}])
!error request.invalid /coupons/0/lines/1
+ with_coupons([{"id":"C","amount":1,"lines":[0,1,0]}])
!error request.invalid /coupons/0/lines/2
+ with_coupons([{"id":"C","amount":1,"lines":["0"]}])
!error request.invalid /coupons/0/lines/0
+ with_coupons([{"id":"C","amount":1,"lines":null}])
!error request.invalid /coupons/0/lines

== A20 · Fifty coupons, not fifty-one
> sale.quote {"lines":[{"sku":"A","qty":1,"unit_price":1000}],"coupons":[
 {"id":"1","amount":1},{"id":"2","amount":1},{"id":"3","amount":1},{"id":"4","amount":1},{"id":"5","amount":1},{"id":"6","amount":1},{"id":"7","amount":1},{"id":"8","amount":1},{"id":"9","amount":1},{"id":"10","amount":1},
 {"id":"11","amount":1},{"id":"12","amount":1},{"id":"13","amount":1},{"id":"14","amount":1},{"id":"15","amount":1},{"id":"16","amount":1},{"id":"17","amount":1},{"id":"18","amount":1},{"id":"19","amount":1},{"id":"20","amount":1},
 {"id":"21","amount":1},{"id":"22","amount":1},{"id":"23","amount":1},{"id":"24","amount":1},{"id":"25","amount":1},{"id":"26","amount":1},{"id":"27","amount":1},{"id":"28","amount":1},{"id":"29","amount":1},{"id":"30","amount":1},
 {"id":"31","amount":1},{"id":"32","amount":1},{"id":"33","amount":1},{"id":"34","amount":1},{"id":"35","amount":1},{"id":"36","amount":1},{"id":"37","amount":1},{"id":"38","amount":1},{"id":"39","amount":1},{"id":"40","amount":1},
 {"id":"41","amount":1},{"id":"42","amount":1},{"id":"43","amount":1},{"id":"44","amount":1},{"id":"45","amount":1},{"id":"46","amount":1},{"id":"47","amount":1},{"id":"48","amount":1},{"id":"49","amount":1},{"id":"50","amount":1}]}
< {"paid":950}
> sale.quote {"lines":[{"sku":"A","qty":1,"unit_price":1000}],"coupons":[
 {"id":"1","amount":1},{"id":"2","amount":1},{"id":"3","amount":1},{"id":"4","amount":1},{"id":"5","amount":1},{"id":"6","amount":1},{"id":"7","amount":1},{"id":"8","amount":1},{"id":"9","amount":1},{"id":"10","amount":1},
 {"id":"11","amount":1},{"id":"12","amount":1},{"id":"13","amount":1},{"id":"14","amount":1},{"id":"15","amount":1},{"id":"16","amount":1},{"id":"17","amount":1},{"id":"18","amount":1},{"id":"19","amount":1},{"id":"20","amount":1},
 {"id":"21","amount":1},{"id":"22","amount":1},{"id":"23","amount":1},{"id":"24","amount":1},{"id":"25","amount":1},{"id":"26","amount":1},{"id":"27","amount":1},{"id":"28","amount":1},{"id":"29","amount":1},{"id":"30","amount":1},
 {"id":"31","amount":1},{"id":"32","amount":1},{"id":"33","amount":1},{"id":"34","amount":1},{"id":"35","amount":1},{"id":"36","amount":1},{"id":"37","amount":1},{"id":"38","amount":1},{"id":"39","amount":1},{"id":"40","amount":1},
 {"id":"41","amount":1},{"id":"42","amount":1},{"id":"43","amount":1},{"id":"44","amount":1},{"id":"45","amount":1},{"id":"46","amount":1},{"id":"47","amount":1},{"id":"48","amount":1},{"id":"49","amount":1},{"id":"50","amount":1},{"id":"51","amount":1}]}
!error request.invalid /coupons

== A53 · Dates from 1900-01-01 to 2199-12-31
define on(date) = policy.evaluate {"date":"<date>","lines":[{"sku":"A","qty":1,"unit_price":100}],"policy":{}}
+ on(1900-01-01)
< {"paid":100}
+ on(1899-12-31)
!error request.invalid /date
+ on(2199-12-31)
< {"paid":100}
+ on(2200-01-01)
!error request.invalid /date
+ on(2026-02-29)
!error request.invalid /date
+ on(2100-02-29)
!error request.invalid /date
+ on(2000-02-29)
< {"paid":100}
+ on(2026-1-01)
!error request.invalid /date
+ on(2026-11-22T10:00:00+08:00)
!error request.invalid /date

== A56 · A rate is a text of one digit, a point and two to four digits
define pays(rate) = policy.evaluate {"date":"2026-11-22","policy":{"rates":{"member":{"pays":<rate>}}},"facts":<good_card>,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
+ pays("0.90")
< {"paid":9000,"rate":{"pays":"0.90"}}
+ pays("0.875")
< {"paid":8750,"rate":{"pays":"0.875"}}
+ pays("0.8755")
< {"paid":8755}
+ pays("1.00")
< {"paid":10000,"rate":{"pays":"1.00"}}
+ pays("0.0001")
< {"paid":1}
+ pays("0.01")
< {"paid":100}
+ pays("0.9")
!error request.invalid /policy/rates/member/pays
+ pays("0.900")
!error request.invalid /policy/rates/member/pays
+ pays("0.8750")
!error request.invalid /policy/rates/member/pays
+ pays("0.00001")
!error request.invalid /policy/rates/member/pays
+ pays("0.00")
!error request.invalid /policy/rates/member/pays
+ pays("0.000")
!error request.invalid /policy/rates/member/pays
+ pays("0.0000")
!error request.invalid /policy/rates/member/pays
+ pays("1.01")
!error request.invalid /policy/rates/member/pays
+ pays("1.0")
!error request.invalid /policy/rates/member/pays
+ pays("1.000")
!error request.invalid /policy/rates/member/pays
+ pays(".90")
!error request.invalid /policy/rates/member/pays
+ pays("90%")
!error request.invalid /policy/rates/member/pays
+ pays(" 0.90")
!error request.invalid /policy/rates/member/pays
+ pays("-0.90")
!error request.invalid /policy/rates/member/pays
+ pays(0.9)
!error request.invalid /policy/rates/member/pays
+ pays(null)
!error request.invalid /policy/rates/member/pays

== The policy document · Every field within its range, both sides
define with_policy(policy) = policy.evaluate {"date":"2026-11-22","policy":<policy>,"facts":<good_card>,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
+ with_policy({"format":1,"version":1,"from":"2026-01-01","join":{"single":100000,"cumulative":200000,"months":6,"unverified_receipts":true,"qualifying_purchase_earns":false},
  "rates":{"member":{"pays":"0.90"},"level":{"pays":"0.85","points":30,"basis":"accumulated"},"birthday":{"pays":"0.60","leap_day":"02-28","max_uses":null,"max_amount":null}},
  "rounding":{"unit":"fen","mode":"half_up"},"presence":["scan","swipe","type"],"points":{"earn":1,"per":10000,"remainder":"carried"},
  "card":{"months":24,"grace_days":90,"replacement_points":"move"},"registry":{"due_day":2},"prompts":{"birthday_days":7,"expiry_days":30},
  "rights":{"home_keeps":"all","visited_keeps":"none","want_ms":3000},
  "anomalies":{"birthday_purchases":3,"purchases_a_day":5,"same_card_same_operator_a_day":3,"two_stores_minutes":30}})
< {"paid":9000}
+ with_policy({"join":{"single":1,"cumulative":1000000000000,"months":120},"points":{"earn":1000,"per":1000000000000},"card":{"months":1,"grace_days":3650},"registry":{"due_day":28},"prompts":{"birthday_days":60,"expiry_days":365},"rights":{"home_keeps":0,"visited_keeps":"all","want_ms":60000}})
< {"paid":9000}
+ with_policy({"prompts":{"birthday_days":0,"expiry_days":0},"rights":{"want_ms":0},"card":{"grace_days":0},"rates":{"birthday":{"max_uses":0,"max_amount":1}}})
< {"paid":9000}
+ with_policy({"format":2})
!error request.invalid /policy/format
+ with_policy({"version":0})
!error request.invalid /policy/version
+ with_policy({"from":"2026-02-30"})
!error request.invalid /policy/from
+ with_policy({"join":{"single":0}})
!error request.invalid /policy/join/single
+ with_policy({"join":{"single":1000000000001}})
!error request.invalid /policy/join/single
+ with_policy({"join":{"cumulative":0}})
!error request.invalid /policy/join/cumulative
+ with_policy({"join":{"months":0}})
!error request.invalid /policy/join/months
+ with_policy({"join":{"months":121}})
!error request.invalid /policy/join/months
+ with_policy({"join":{"unverified_receipts":1}})
!error request.invalid /policy/join/unverified_receipts
+ with_policy({"join":{"qualifying_purchase_earns":null}})
!error request.invalid /policy/join/qualifying_purchase_earns
+ with_policy({"rates":{"level":{"points":0}}})
!error request.invalid /policy/rates/level/points
+ with_policy({"rates":{"level":{"points":1000000001}}})
!error request.invalid /policy/rates/level/points
+ with_policy({"rates":{"level":{"basis":"spend"}}})
!error request.invalid /policy/rates/level/basis
+ with_policy({"rates":{"birthday":{"leap_day":"02-29"}}})
!error request.invalid /policy/rates/birthday/leap_day
+ with_policy({"rates":{"birthday":{"max_uses":-1}}})
!error request.invalid /policy/rates/birthday/max_uses
+ with_policy({"rates":{"birthday":{"max_amount":0}}})
!error request.invalid /policy/rates/birthday/max_amount
+ with_policy({"rounding":{"unit":"cent"}})
!error request.invalid /policy/rounding/unit
+ with_policy({"rounding":{"mode":"up"}})
!error request.invalid /policy/rounding/mode
+ with_policy({"presence":[]})
!error request.invalid /policy/presence
+ with_policy({"presence":["scan","wave"]})
!error request.invalid /policy/presence/1
+ with_policy({"presence":["scan","scan"]})
!error request.invalid /policy/presence/1
+ with_policy({"points":{"earn":0}})
!error request.invalid /policy/points/earn
+ with_policy({"points":{"earn":1001}})
!error request.invalid /policy/points/earn
+ with_policy({"points":{"per":0}})
!error request.invalid /policy/points/per
+ with_policy({"points":{"remainder":"kept"}})
!error request.invalid /policy/points/remainder
+ with_policy({"card":{"months":121}})
!error request.invalid /policy/card/months
+ with_policy({"card":{"months":0}})
!error request.invalid /policy/card/months
+ with_policy({"card":{"grace_days":-1}})
!error request.invalid /policy/card/grace_days
+ with_policy({"card":{"grace_days":3651}})
!error request.invalid /policy/card/grace_days
+ with_policy({"card":{"replacement_points":"keep"}})
!error request.invalid /policy/card/replacement_points
+ with_policy({"registry":{"due_day":0}})
!error request.invalid /policy/registry/due_day
+ with_policy({"registry":{"due_day":29}})
!error request.invalid /policy/registry/due_day
+ with_policy({"prompts":{"birthday_days":61}})
!error request.invalid /policy/prompts/birthday_days
+ with_policy({"prompts":{"expiry_days":366}})
!error request.invalid /policy/prompts/expiry_days
+ with_policy({"rights":{"home_keeps":"some"}})
!error request.invalid /policy/rights/home_keeps
+ with_policy({"rights":{"visited_keeps":-1}})
!error request.invalid /policy/rights/visited_keeps
+ with_policy({"rights":{"want_ms":60001}})
!error request.invalid /policy/rights/want_ms
+ with_policy({"anomalies":{"birthday_purchases":0}})
!error request.invalid /policy/anomalies/birthday_purchases
+ with_policy({"anomalies":{"purchases_a_day":0}})
!error request.invalid /policy/anomalies/purchases_a_day
+ with_policy({"anomalies":{"same_card_same_operator_a_day":0}})
!error request.invalid /policy/anomalies/same_card_same_operator_a_day
+ with_policy({"anomalies":{"two_stores_minutes":0}})
!error request.invalid /policy/anomalies/two_stores_minutes
+ with_policy({"tiers":{}})
!error request.invalid /policy/tiers
+ with_policy([])
!error request.invalid /policy
+ with_policy({"rates":[]})
!error request.invalid /policy/rates
+ with_policy({"rates":{"member":"0.90"}})
!error request.invalid /policy/rates/member

== policy.check · Every wrong field is named by its pointer
> policy.check {"policy":{"version":1,"from":"2027-01-01","join":{"single":0,"singel":5},"rates":{"member":{"pays":"0.9"}}}}
< {"valid":false,"problems":[..., {"pointer":"/policy/join/single"}, {"pointer":"/policy/join/singel"}, {"pointer":"/policy/rates/member/pays"}]}
-- a good one has none
> policy.check {"policy":{"format":1,"version":2,"from":"2027-01-01"}}
< {"valid":true,"problems":[],"warnings":[]}
-- warned of, not refused: a level or a birthday dearer than every member's rate, a from in the past, another step
> policy.check {"policy":{"format":1,"version":2,"from":"2027-01-01","rates":{"level":{"pays":"0.91"}}}}
< {"valid":true,"warnings":[{"pointer":"/policy/rates/level/pays"}]}
> policy.check {"policy":{"format":1,"version":2,"from":"2027-01-01","rates":{"birthday":{"pays":"0.91"}}}}
< {"valid":true,"warnings":[{"pointer":"/policy/rates/birthday/pays"}]}
> policy.check {"policy":{"format":1,"version":2,"from":"2027-01-01","rates":{"level":{"pays":"0.90"},"birthday":{"pays":"0.90"}}}}
< {"valid":true,"warnings":[]}
> policy.check {"policy":{"format":1,"version":2,"from":"2026-11-21"}}
< {"valid":true,"warnings":[{"pointer":"/policy/from"}]}
> policy.check {"policy":{"format":1,"version":2,"from":"2026-11-22"}}
< {"valid":true,"warnings":[]}
> policy.check {"policy":{"format":1,"version":2,"from":"2027-01-01","points":{"per":20000}}}
< {"valid":true,"warnings":[{"pointer":"/policy/points/per"}]}

== A44 · In force: the latest from not after the day; of equal ones the highest version
> policy.adopt {"policy":{"version":3,"from":"2026-11-23","rates":{"member":{"pays":"0.70"}}}}
> policy.adopt {"policy":{"version":2,"from":"2026-11-25","rates":{"member":{"pays":"0.60"}}}}
> policy.adopt {"policy":{"version":4,"from":"2026-11-23","rates":{"member":{"pays":"0.75"}}}}
define today(date) = policy.evaluate {"date":"<date>","facts":<good_card>,"lines":[{"sku":"A","qty":1,"unit_price":10000}]}
+ today(2026-11-22)
< {"paid":9000}
+ today(2026-11-23)
< {"paid":7500}
+ today(2026-11-24)
< {"paid":7500}
+ today(2026-11-25)
< {"paid":6000}
restart
+ today(2026-11-25)
< {"paid":6000}
> policy.adopt {"policy":{"version":5,"from":"2026-11-23","rates":{"member":{"pays":"0.9"}}}}
!error request.invalid /policy/rates/member/pays
+ today(2026-11-23)
< {"paid":7500}
> policy.show {}
< {"policy":{"version":1,"from":"2026-01-01"},"next":{"version":4,"from":"2026-11-23","rates":{"member":{"pays":"0.75"}}}}

== A37 · Training: at is accepted, needs a time with offset, and never goes back
at 2026-11-22T10:00:00+08:00
+ member(13800000001)
< {"card":$card,"last_day":"2028-11-22"}
> sale.quote {"at":"2026-11-22","lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /at
> sale.quote {"at":"2026-11-22T10:00:00","lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /at
> sale.quote {"at":5,"lines":[{"sku":"A","qty":1,"unit_price":100}]}
!error request.invalid /at
at 2026-12-01T10:00:00+08:00
+ stranger_as(R-1, 100)
-- an earlier time counts as the latest: the card is issued on 1 December
at 2026-11-25T10:00:00+08:00
+ member(13800000002)
< {"last_day":"2028-12-01"}

== A37, A53 · A training store may be told any time from 1900 on
at 1965-03-05T10:00:00+08:00
> card.issue {"proof":{"receipts":[{"receipt_no":"S09-1-1","date":"1965-01-01","paid":100000}]},"registration":{"surname":"王","form":"ms","phone":"13800000001","birthday":"1940-05-20","consent":true}}
< {"card":$card,"last_day":"1967-03-05"}
restart
+ offer($card, 1, 10000, 10000)
< {"points":{"earned":1}}
at 1967-03-06T00:00:00+08:00
+ quote($card, 10000)
< {"paid":10000,"warnings":[..., {"clause":"C3","word":"card_expired"}]}

== A24, A44 · In training a document may come without its head; the last adopted is in force
+ member(13800000001)
< {"card":$card}
> policy.adopt {"policy":{"rates":{"member":{"pays":"0.80"}}}}
+ quote($card, 10000)
< {"paid":8000}
> policy.adopt {"policy":{"rates":{"member":{"pays":"0.70"}}}}
+ quote($card, 10000)
< {"paid":7000}
> policy.adopt {"policy":{}}
+ quote($card, 10000)
< {"paid":9000}

== In earnest · at is refused outside of training
earnest
raw {"method":"sale.quote","request":{"at":"2026-11-22T10:00:00+08:00","lines":[{"sku":"A","qty":1,"unit_price":100}]}}
<< {"ok":false,"error":{"pointer":"/at"}}
raw {"method":"sale.quote","request":{"lines":[{"sku":"A","qty":1,"unit_price":100}]}}
< {"paid":100}
