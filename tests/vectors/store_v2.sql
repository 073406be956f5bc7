-- A training store as version 2 of the schema wrote it, in the clear; an invented member.
-- keys/data.key    43195a93648322e25c221f104be04379a203e5ffb4e8f21766fe2a834f2ef97d
-- keys/journal.key 60354cdac14e308c1e86a666e48bcdfd07686e39eedbfd73a375b8f2554b4253
CREATE TABLE account(
      id INTEGER PRIMARY KEY, points INTEGER NOT NULL, owed INTEGER NOT NULL,
      carry INTEGER NOT NULL, accumulated INTEGER NOT NULL, spend INTEGER NOT NULL,
      earned INTEGER NOT NULL, taken INTEGER NOT NULL, redeemed INTEGER NOT NULL,
      corrected INTEGER NOT NULL, voided INTEGER NOT NULL, granted INTEGER NOT NULL,
      released INTEGER NOT NULL, carry_in INTEGER NOT NULL, carry_out INTEGER NOT NULL,
      told_points INTEGER NOT NULL, told_accumulated INTEGER NOT NULL);
INSERT INTO "account" VALUES(9156984638089522,4,0,8000,1,18000,1,0,0,3,0,0,0,0,0,0,0);
CREATE TABLE anomaly(
      seq INTEGER PRIMARY KEY, day INTEGER NOT NULL, kind INTEGER NOT NULL,
      clause INTEGER NOT NULL, card INTEGER, about INTEGER NOT NULL, count INTEGER NOT NULL);
CREATE TABLE answer(id TEXT PRIMARY KEY, fingerprint BLOB NOT NULL, text TEXT NOT NULL);
INSERT INTO "answer" VALUES('v2-1',X'BDF614B78ABEA950837CA0B9F834E1063DC8C85EFDEBE3A5EACBFCCE99DAB50D','{"ok":true,"result":{"choice":"member","recommended":"member","lines":[{"sku":"A","gross":150000,"reduction":0,"paid":150000,"clause":"none"}],"gross":150000,"reduction":0,"paid":150000,"prompts":[{"clause":"S1","word":"ask_for_card","message":{"zh-CN":"请问顾客有没有会员卡。","en":"Ask whether the customer has a member''s card."},"facts":{}},{"clause":"S4","word":"becomes_member","message":{"zh-CN":"这位顾客的消费已够办会员卡，请告诉顾客。","en":"This customer''s purchases are enough for a card: say so."},"facts":{"by":"E1"}}],"warnings":[],"sale":"S01-1-1","receipt_no":"R-1","receipt":"             *** 培训 TRAINING ***\n                购物小票 Receipt\n小票号 No. R-1                  2026-03-01 10:00\n门店 Store S01                     收银台 Lane 1\n收银员 Operator 1001           交易 Sale S01-1-1\n------------------------------------------------\nA\n  1 x ￥1,500.00                      ￥1,500.00\n------------------------------------------------\n合计 Total                            ￥1,500.00\n优惠 Reduction                            ￥0.00\n实付 Paid                             ￥1,500.00\n------------------------------------------------\n流水账 Journal                      5380736dfc0d\n             *** 培训 TRAINING ***\n","training":true},"position":{"epoch":1,"seq":1,"head":"5380736dfc0d7cc3fb00a9bce43cacbacbd842b037e3163f85f6d3b410ee431e"}}');
INSERT INTO "answer" VALUES('v2-2',X'580627E0E65D54457DE66FD3A8AC0E5695F10AF84E645E66DEFD9184F4F5F9E8','{"ok":true,"result":{"card":"9156984638089522","token":"9156984638089522","last_day":"2028-03-02","address":{"zh-CN":"欧阳女士","en":"Ms Ouyang"},"clause":"E1","points":{"balance":0,"carry":0},"prompts":[{"clause":"E7","word":"handbook_waiting","message":{"zh-CN":"请把会员手册交给顾客，并登记已发放。","en":"Hand the member''s handbook over, and record that it was."},"facts":{}}],"training":true},"position":{"epoch":1,"seq":2,"head":"7318790d19f60226691aa552d783293959ebc7ca21fd3e9aab53d42f044ce1fc"}}');
INSERT INTO "answer" VALUES('v2-3',X'57BEB8FF88F6EF1E938B4EADBF75F2F13758E6282C7364C1C691710C7A029323','{"ok":true,"result":{"choice":"member","recommended":"member","lines":[{"sku":"B","gross":5000,"reduction":0,"paid":5000,"clause":"none"}],"gross":5000,"reduction":0,"paid":5000,"prompts":[{"clause":"S1","word":"ask_for_card","message":{"zh-CN":"请问顾客有没有会员卡。","en":"Ask whether the customer has a member''s card."},"facts":{}},{"clause":"S4","word":"to_become_member","message":{"zh-CN":"今天再消费 950.00 元即可成为会员。","en":"950.00 more today makes this customer a VIP."},"facts":{"missing":95000}}],"warnings":[],"sale":"S01-1-3","receipt_no":"R-2","receipt":"             *** 培训 TRAINING ***\n                购物小票 Receipt\n小票号 No. R-2                  2026-03-03 10:00\n门店 Store S01                     收银台 Lane 1\n收银员 Operator 1001           交易 Sale S01-1-3\n------------------------------------------------\nB\n  1 x ￥50.00                            ￥50.00\n------------------------------------------------\n合计 Total                               ￥50.00\n优惠 Reduction                            ￥0.00\n实付 Paid                                ￥50.00\n------------------------------------------------\n流水账 Journal                      bada4658af3b\n             *** 培训 TRAINING ***\n","training":true},"position":{"epoch":1,"seq":3,"head":"bada4658af3bf5903fb0ab2994522e803ad9f961024578a6ac3c4e8cc1154e53"}}');
INSERT INTO "answer" VALUES('v2-4',X'352BCA4BBBA0BC302ADDA0884CB3D960D923FB58366FFFF952143B53EAA5036D','{"ok":true,"result":{"card":"9156 **** **** 9522","member":{"address":{"zh-CN":"欧阳女士","en":"Ms Ouyang"},"since":"2026-03-02","last_day":"2028-03-02"},"choice":"member","recommended":"member","rate":{"clause":"D1","pays":"0.90"},"lines":[{"sku":"C","gross":20000,"reduction":2000,"paid":18000,"clause":"D1"}],"gross":20000,"reduction":2000,"paid":18000,"points":{"before":0,"accumulated":0,"earned":1,"after":1,"carry_before":0,"carry_after":8000},"prompts":[{"clause":"S3","word":"points_to_level","message":{"zh-CN":"累计再积 29 分可享更高一档会员价。","en":"29 points more for the better member rate."},"facts":{"short":29}}],"warnings":[],"sale":"S01-1-4","receipt_no":"R-3","receipt":"             *** 培训 TRAINING ***\n          VIP 会员小票 Member receipt\n小票号 No. R-3                  2026-03-04 10:00\n门店 Store S01                     收银台 Lane 1\n收银员 Operator 1001           交易 Sale S01-1-4\n------------------------------------------------\nC\n  2 x ￥100.00                          ￥200.00\n  会员价 Member rate (D1) -￥20.00      ￥180.00\n------------------------------------------------\n合计 Total                              ￥200.00\n优惠 Reduction                          -￥20.00\n实付 Paid                               ￥180.00\n------------------------------------------------\n会员卡 Card                  9156 **** **** 9522\n会员 Member                             欧阳女士\n有效期至 Valid through                2028-03-02\n所享优惠 Benefit     会员价 Member rate (D1) 90%\n会员共省 Saved as member                 ￥20.00\n原有积分 Points before                         0\n本次积分 Points earned                        +1\n现有积分 Points after                          1\n零头转下次 Carried to next               ￥80.00\n------------------------------------------------\n\n签名 Signature: ________________________________\n流水账 Journal                      7c9d3662ce66\n             *** 培训 TRAINING ***\n","training":true},"position":{"epoch":1,"seq":4,"head":"7c9d3662ce66d4351615be054647ef8892629c9739bc3c81d9fd10c65f8ea369"}}');
INSERT INTO "answer" VALUES('v2-5',X'D4442A0752163518D12015E4B4A0A2ED23405555783035D83E74407BAD47120A','{"ok":true,"result":{"person":1,"member":true,"address":{"zh-CN":"欧阳女士","en":"Ms Ouyang"},"name":"欧**","phone":"139****2222","form":"ms","masked":true,"cards":[{"card":"9156 **** **** 9522","state":"active","issued":"2026-03-02","last_day":"2028-03-02"}],"changed":["note"]},"position":{"epoch":1,"seq":6,"head":"89598806f466e68b28901d7e479be62f71e3edeaaf9cbc9c01a021e86b0c1f94"}}');
INSERT INTO "answer" VALUES('v2-6',X'3169A7AE588A34EBD787FD8135856C7E8237413FAD8DAF2B9B9B47D50648329B','{"ok":true,"result":{"card":"9156 **** **** 9522","points":{"before":1,"delta":3,"after":4}},"position":{"epoch":1,"seq":7,"head":"7b05ad6ec6883d96b716256d483b463026c76b5ccbedec5c763fac4d27c976e3"}}');
INSERT INTO "answer" VALUES('v2-7',X'762324422F97959523DBDC9C781582DE2D91BF7FEAA3C76806C16E9C68C1EAB2','{"ok":true,"result":{"layout":"purchases","rows":{"read":2,"accepted":2,"already_here":0,"rejected":0},"sales":2,"lines":2,"returns":0,"already_here":{"sales":0,"returns":0},"customers":2,"first_day":"2025-10-01","last_day":"2025-11-01","as_of":"2026-03-04","qualified_count":1,"qualified":[{"customer":"ALTKUNDE-7731","clause":"E1","sum":120000,"receipts":["ALTKUNDE-7731-2025-10-01-L2"]}],"rejected":[],"file_end":"whole"}}');
CREATE TABLE audit(
      seq INTEGER PRIMARY KEY, day INTEGER NOT NULL, kind INTEGER NOT NULL, staff TEXT NOT NULL);
INSERT INTO "audit" VALUES(5,20516,1,'2001');
INSERT INTO "audit" VALUES(6,20516,6,'2001');
INSERT INTO "audit" VALUES(7,20516,3,'2001');
CREATE TABLE card(
      number INTEGER PRIMARY KEY, account INTEGER NOT NULL, person INTEGER NOT NULL,
      state INTEGER NOT NULL, blocked_for INTEGER, issued INTEGER NOT NULL,
      last_day INTEGER NOT NULL, replaced_by INTEGER, renewed_by INTEGER, renewal_of INTEGER,
      issued_by INTEGER NOT NULL, birthday_day INTEGER, birthday_uses INTEGER NOT NULL,
      birthday_amount INTEGER NOT NULL, handbook INTEGER NOT NULL);
INSERT INTO "card" VALUES(9156984638089522,9156984638089522,1,1,NULL,20514,21245,NULL,NULL,NULL,2,NULL,0,0,0);
CREATE TABLE gift(
      id TEXT PRIMARY KEY, name TEXT NOT NULL, points INTEGER NOT NULL, stock INTEGER NOT NULL,
      first_day INTEGER NOT NULL, last_day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE handover(
      seq INTEGER PRIMARY KEY, card INTEGER NOT NULL, item INTEGER NOT NULL, issue TEXT NOT NULL);
CREATE TABLE heard(
      account INTEGER PRIMARY KEY, lineage INTEGER NOT NULL, version INTEGER NOT NULL,
      at INTEGER NOT NULL, home INTEGER NOT NULL, pending INTEGER NOT NULL, told TEXT NOT NULL,
      places TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL);
CREATE TABLE heard_card(number INTEGER PRIMARY KEY, account INTEGER NOT NULL);
CREATE TABLE history_line(
      seq INTEGER NOT NULL, line INTEGER NOT NULL, person INTEGER NOT NULL, sku TEXT NOT NULL,
      unit_price INTEGER NOT NULL, PRIMARY KEY(person, sku, unit_price, seq, line)) WITHOUT ROWID;
INSERT INTO "history_line" VALUES(8,0,3,'purchase',120000);
INSERT INTO "history_line" VALUES(9,0,4,'purchase',2000);
CREATE TABLE history_return(
      receipt_no TEXT NOT NULL, row INTEGER NOT NULL, sku TEXT NOT NULL,
      unit_price INTEGER NOT NULL, qty INTEGER NOT NULL, at INTEGER NOT NULL,
      sale INTEGER NOT NULL, person INTEGER NOT NULL, PRIMARY KEY(receipt_no, row)) WITHOUT ROWID;
CREATE TABLE id_check(
      card INTEGER NOT NULL, lane TEXT NOT NULL, day INTEGER NOT NULL,
      PRIMARY KEY(card, lane)) WITHOUT ROWID;
CREATE TABLE inbox(one INTEGER PRIMARY KEY CHECK(one=1), consumed INTEGER NOT NULL);
CREATE TABLE journal(seq INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL);
INSERT INTO "journal" VALUES(1,X'7B226B223A2273616C65222C2276223A312C2274223A313737323333303430302C2264223A22323032362D30332D3031222C226F70223A2231303031222C226C6E223A2231222C227263223A22522D31222C2277686F223A312C2262223A5B5B2241222C312C3135303030302C302C3135303030302C226E6F6E65225D5D2C22776179223A226D656D626572222C22706F6C223A317D',X'5380736DFC0D7CC3FB00A9BCE43CACBACBD842B037E3163F85F6D3B410EE431E');
INSERT INTO "journal" VALUES(2,X'7B226B223A226973737565222C2276223A312C2274223A313737323431363830302C2264223A22323032362D30332D3032222C226F70223A2231303031222C2263617264223A393135363938343633383038393532322C2277686F223A312C226C617374223A22323032382D30332D3032222C2273616C6573223A5B315D2C227265636569707473223A5B5D2C226279223A224531222C22726567223A2236633063623439656131356430646664313436363862316538333934346662393339336632326461343065616531653966656236353461366563356166653236227D',X'7318790D19F60226691AA552D783293959EBC7CA21FD3E9AAB53D42F044CE1FC');
INSERT INTO "journal" VALUES(3,X'7B226B223A2273616C65222C2276223A312C2274223A313737323530333230302C2264223A22323032362D30332D3033222C226F70223A2231303031222C226C6E223A2231222C227263223A22522D32222C2277686F223A322C2262223A5B5B2242222C312C353030302C302C353030302C226E6F6E65225D5D2C22776179223A226D656D626572222C22706F6C223A317D',X'BADA4658AF3BF5903FB0AB2994522E803AD9F961024578A6AC3C4E8CC1154E53');
INSERT INTO "journal" VALUES(4,X'7B226B223A2273616C65222C2276223A312C2274223A313737323538393630302C2264223A22323032362D30332D3034222C226F70223A2231303031222C226C6E223A2231222C227263223A22522D33222C2277686F223A312C2262223A5B5B2243222C322C31303030302C302C31383030302C224431225D5D2C22776179223A226D656D626572222C22706F6C223A312C226D223A5B393135363938343633383038393532322C393135363938343633383038393532322C302C302C302C302C302C302C312C383030305D7D',X'7C9D3662CE66D4351615BE054647EF8892629C9739BC3C81D9FD10C65F8EA369');
INSERT INTO "journal" VALUES(5,X'7B226B223A226175646974222C2276223A312C2274223A313737323539333230302C2264223A22323032362D30332D3034222C226F70223A2232303031222C2277686174223A226C6F6F6B222C22616374223A226D656D6265722E73686F77222C2277686F223A317D',X'FEF72720751651358E3ECFFF33926AEB1B4582B66901030B2748C16A929FD093');
INSERT INTO "journal" VALUES(6,X'7B226B223A226D656D6265725F65646974222C2276223A312C2274223A313737323539363830302C2264223A22323032362D30332D3034222C226F70223A2232303031222C2277686F223A312C22726567223A2261653831333363346432613335393436343530303564313931626539636463373531336633656137333730366633343633646536646261623033653132623931227D',X'89598806F466E68B28901D7E479BE62F71E3EDEAAF9CBC9C01A021E86B0C1F94');
INSERT INTO "journal" VALUES(7,X'7B226B223A22636F7272656374222C2276223A312C2274223A313737323630303430302C2264223A22323032362D30332D3034222C226F70223A2232303031222C2263617264223A393135363938343633383038393532322C2261636374223A393135363938343633383038393532322C2264656C7461223A332C226F7032223A2231303031227D',X'7B05AD6EC6883D96B716256D483B463026C76B5CCBEDEC5C763FAC4D27C976E3');
INSERT INTO "journal" VALUES(8,X'7B226B223A2273616C65222C2276223A312C2274223A313737323630303430302C2264223A22323032362D30332D3034222C226F70223A2232303031222C227263223A22414C544B554E44452D373733312D323032352D31302D30312D4C32222C2277686F223A332C2262223A5B5B227075726368617365222C312C3132303030302C302C3132303030302C226E6F6E65222C223220756E697473225D5D2C22776179223A226D656D626572222C22706F6C223A312C2268697374223A5B313735393234383030302C22323032352D31302D3031225D7D',X'6905CDC6AC76D778C610718E553286E60A74D6F684AF31BB3FAC00C143D45782');
INSERT INTO "journal" VALUES(9,X'7B226B223A2273616C65222C2276223A312C2274223A313737323630303430302C2264223A22323032362D30332D3034222C226F70223A2232303031222C227263223A22414C544B554E44452D373733322D323032352D31312D30312D4C33222C2277686F223A342C2262223A5B5B227075726368617365222C312C323030302C302C323030302C226E6F6E65222C223120756E6974225D5D2C22776179223A226D656D626572222C22706F6C223A312C2268697374223A5B313736313932363430302C22323032352D31312D3031225D7D',X'20657653CD7612EEBBE3967DB931BCB9165ED7A5944202252775F989E1332932');
CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('card_prefix','9156');
INSERT INTO "meta" VALUES('data_key','d98000a2a631810f');
INSERT INTO "meta" VALUES('epoch','1');
INSERT INTO "meta" VALUES('lineage','0');
INSERT INTO "meta" VALUES('nonce','90fabc4a06894a1aadd61eca99131022');
INSERT INTO "meta" VALUES('public_key','4fd620abc631acaf2e821c85f53437eb7b569d05911b51baedf159da4e90f80a');
INSERT INTO "meta" VALUES('seed','582655ffbc10d052e81a320aa7f83eff574331a14a8a8fb1d8c197ac080b9a28');
INSERT INTO "meta" VALUES('store','S01');
INSERT INTO "meta" VALUES('tid','1446648948');
INSERT INTO "meta" VALUES('training','1');
CREATE TABLE operator(
      number TEXT PRIMARY KEY, role INTEGER NOT NULL, active INTEGER NOT NULL, card INTEGER,
      credential TEXT NOT NULL, failures INTEGER NOT NULL, failed_boot TEXT NOT NULL,
      failed_seconds INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE operator_secret(number TEXT PRIMARY KEY, salt BLOB NOT NULL, proof BLOB NOT NULL, badge BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE person(
      id INTEGER PRIMARY KEY, phone TEXT UNIQUE, customer TEXT UNIQUE, surname TEXT,
      given_name TEXT, form INTEGER, birthday INTEGER, note TEXT, consent_at INTEGER, salt BLOB);
INSERT INTO "person" VALUES(1,'13911112222',NULL,'欧阳','晓测',1,7764,'改喜欢茉莉香型',1772416800,X'22BF39108E4CE1040E08B06524693779');
INSERT INTO "person" VALUES(2,'13733334444',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(3,NULL,'ALTKUNDE-7731',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "person" VALUES(4,NULL,'ALTKUNDE-7732',NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE policy(id INTEGER PRIMARY KEY, document TEXT NOT NULL);
CREATE TABLE receipt_used(
      receipt_no TEXT PRIMARY KEY, issue INTEGER NOT NULL, day INTEGER NOT NULL,
      paid INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE remark(seq INTEGER PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO "remark" VALUES(5,'晓测本人要求查看');
INSERT INTO "remark" VALUES(6,'晓测本人更正');
INSERT INTO "remark" VALUES(7,'晓测的小票漏扫');
CREATE TABLE sale(
      seq INTEGER PRIMARY KEY, receipt_no TEXT NOT NULL, at INTEGER NOT NULL, day INTEGER NOT NULL,
      staff TEXT NOT NULL, lane TEXT NOT NULL, person INTEGER, card INTEGER, account INTEGER,
      step_earn INTEGER NOT NULL, step_per INTEGER NOT NULL, step_dropped INTEGER NOT NULL,
      gross INTEGER NOT NULL, paid INTEGER NOT NULL, refunded INTEGER NOT NULL,
      booked INTEGER NOT NULL, booked_refunded INTEGER NOT NULL, proof_of INTEGER NOT NULL,
      origin INTEGER NOT NULL, birthday INTEGER NOT NULL, lines TEXT NOT NULL);
INSERT INTO "sale" VALUES(1,'R-1',1772330400,20513,'1001','1',1,NULL,NULL,1,10000,0,150000,150000,0,0,0,2,0,0,'1:150000:0');
INSERT INTO "sale" VALUES(3,'R-2',1772503200,20515,'1001','1',2,NULL,NULL,1,10000,0,5000,5000,0,0,0,0,0,0,'1:5000:0');
INSERT INTO "sale" VALUES(4,'R-3',1772589600,20516,'1001','1',1,9156984638089522,9156984638089522,1,10000,0,20000,18000,0,18000,0,0,0,0,'2:18000:0');
INSERT INTO "sale" VALUES(8,'ALTKUNDE-7731-2025-10-01-L2',1759248000,20362,'2001','',3,NULL,NULL,1,10000,0,120000,120000,0,0,0,0,1,0,'1:120000:0');
INSERT INTO "sale" VALUES(9,'ALTKUNDE-7732-2025-11-01-L3',1761926400,20393,'2001','',4,NULL,NULL,1,10000,0,2000,2000,0,0,0,0,1,0,'1:2000:0');
CREATE INDEX card_person ON card(person);
CREATE INDEX card_account ON card(account);
CREATE UNIQUE INDEX sale_receipt ON sale(receipt_no);
CREATE INDEX sale_person ON sale(person) WHERE person IS NOT NULL;
CREATE INDEX sale_card ON sale(card, day) WHERE card IS NOT NULL;
CREATE INDEX sale_day ON sale(day);
CREATE INDEX anomaly_about ON anomaly(about, kind);
CREATE INDEX handover_item ON handover(item, seq);
CREATE INDEX handover_card ON handover(card, item, issue);
CREATE INDEX audit_day ON audit(day, seq);
CREATE INDEX audit_look ON audit(staff, day) WHERE kind=1;
CREATE INDEX heard_pending ON heard(account) WHERE pending=1;
PRAGMA user_version=2;
PRAGMA application_id=1447645268;
