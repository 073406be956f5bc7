// What is said to people when something is wrong that no clause speaks of (message_texts.h).
// What is wrong with a request field by field has its texts where requests are read.
#include "terminal/door/message_texts.h"

namespace vip::terminal {
namespace {

using enum Clause;

constexpr KnownMessage catalogue[] = {
    {none, "request_invalid", "请求有误[：{field:text}]。没有保存，也没有改动。请改正后重试。",
     "The request is not right[: {field:text}]. Nothing was stored or changed. Put it right and "
     "try again."},
    {none, "not_found", "找不到{what:thing}[ {id:text}]。没有改动。请核对后重试。",
     "No such {what:thing}[: {id:text}]. Nothing was changed. Check it and try again."},
    {none, "conflict", "与已有的记录冲突。没有保存，已有的记录不变。请核对。",
     "This disagrees with what was recorded before. Nothing was stored and the record is as it "
     "was. Check it."},
    {none, "request_id_used",
     "这个请求编号[（{request_id:text}）]已用于另一笔内容不同的请求。没有保存，原来那笔不变。"
     "新的业务请用新的编号。",
     "This request id[ ({request_id:text})] belongs to an earlier request with other content. "
     "Nothing was stored and the earlier one stands. Use a new id for new business."},
    {R3, "record_damaged",
     "卡 {card:text} 的会员资料在磁盘上损坏，称呼和生日无法读取；积分和折扣不受影响。"
     "请店长运行 verify 并联系总部。",
     "The record of the member of card {card:text} is damaged on the disk: no name and no "
     "birthday; "
     "points and prices are not affected. The manager should run verify and tell head office."},
    {R4, "guardian_needed",
     "这位会员未满 14 岁，需要监护人同意。请取得监护人同意后，在会员资料中登记。",
     "This member is under fourteen: the law asks for a guardian's consent. Obtain it and record "
     "it "
     "in the member's form."},
    {none, "key_elsewhere",
     "总密钥由 systemd 凭据提供，单元里还没有下一把。没有改动。请用 systemd-creds 另造凭据 "
     "vip-data-key-next，写入单元并重新启动服务，再换一次。",
     "The key comes from a credential of systemd, and the unit gives no next one. Nothing was "
     "changed. Make a credential vip-data-key-next with systemd-creds, add it to the unit, restart "
     "the service and try again."},
    {none, "answer_erased",
     "这笔请求[（{request_id:text}）]"
     "已经办理过，没有再办。它的答复提到的会员已被删除，答复也随之销毁。"
     "那笔业务仍在账上，可用小票号或交易号查询。",
     "This request[ ({request_id:text})] was carried out before; nothing was done again. A member "
     "whom its answer named has been erased since, and the answer with them. The act itself "
     "stands: look it up by its receipt or sale number."},
    {none, "receipt_no_used",
     "小票号 {receipt_no:text} 已经登记过。没有保存，原来那笔不变。请核对后用新的小票号。",
     "Receipt number {receipt_no:text} was recorded before. Nothing was stored and the earlier "
     "sale stands. Check it and use a new number."},
    {none, "not_allowed", "没有这项权限。没有改动。请店长办理。",
     "This is not allowed. Nothing was changed. Ask the manager."},
    {none, "operator_unknown", "没有这个工号：{operator:text}。没有改动。请核对工号。",
     "No such operator: {operator:text}. Nothing was changed. Check the staff number."},
    {none, "operator_exists",
     "工号 {operator:text} 已经登记过。没有改动。要改密码用 operator pin。",
     "Operator {operator:text} is enrolled already. Nothing was changed. For a new PIN: operator "
     "pin."},
    {none, "operator_off", "工号 {operator:text} 已停用。没有改动。请店长启用，或换一位同事。",
     "Operator {operator:text} is switched off. Nothing was changed. A manager can switch them on, "
     "or ask a colleague."},
    {none, "operator_locked",
     "密码输错太多次，工号 {operator:text} 还要等 {minutes:n} 分钟。没有改动。"
     "请稍候，或请另一位店长解锁。",
     "Too many wrong PINs: operator {operator:text} has to wait {minutes:n} minutes. Nothing was "
     "changed. Wait, or ask another manager to unlock."},
    {none, "pin_needed",
     "这一步要工号[ {operator:text} ]的密码。没有改动。请登录，或随请求给出密码。",
     "This takes the PIN[ of operator {operator:text}]. Nothing was changed. Log in, or give the "
     "PIN with the request."},
    {none, "pin_wrong", "密码或工牌不对，还可再试 {left:n} 次。没有改动。请核对后再试。",
     "The PIN or badge is wrong; {left:n} tries are left. Nothing was changed. Check and try "
     "again."},
    {none, "pin_again",
     "这一步要再输一次密码[（工号 {operator:text}）]。没有改动。请随请求给出密码。",
     "This act asks for the PIN again[ (operator {operator:text})]. Nothing was changed. Give the "
     "PIN with the request."},
    {none, "session_asleep", "离开太久，已自动锁定。没有改动。请重新登录。",
     "Nobody was there for a while, so the session is locked. Nothing was changed. Log in again."},
    {none, "session_unknown", "没有这个登录，或已经退出。没有改动。请重新登录。",
     "There is no such session, or it has ended. Nothing was changed. Log in again."},
    {none, "approval_needed",
     "这一步要店长在场确认。没有改动。请店长给出工号和密码（second_operator、second_pin）。",
     "This takes a manager beside you. Nothing was changed. Have them give their number and PIN "
     "(second_operator, second_pin)."},
    {none, "own_approval", "自己的事要由别人来办或确认。没有改动。请另一位店长办理。",
     "Nobody approves what is their own. Nothing was changed. Ask another manager."},
    {none, "first_manager",
     "本店还没有店长，第一个登记的须是店长本人（operator 与 number 相同，role 为 "
     "manager）。没有改动。",
     "This store has no manager yet: the first to be enrolled is a manager who enrols themselves "
     "(operator and number the same, role manager). Nothing was changed."},
    {none, "look_cap",
     "今天查看完整资料已到上限 {cap:n} 次。没有显示。请明天再看，或请另一位同事。",
     "The limit of {cap:n} looks at full data for today is reached. Nothing was shown. Look again "
     "tomorrow, or ask a colleague."},
    {none, "copy_cap",
     "今天导出已到上限 {cap:n} 次。没有导出任何资料。请明天再导出，或请另一位店长。",
     "The limit of {cap:n} exports for today is reached. Nothing was exported. Export again "
     "tomorrow, or have another manager do it."},
    {none, "credential_damaged",
     "工号 {operator:text} "
     "的密码记录与流水账不符，可能被改动过。没有放行。请另一位店长重设密码，并告诉总部。",
     "What is kept of operator {operator:text}'s PIN is not what the journal says; it may have "
     "been tampered with. Nothing was allowed. Have another manager set a new PIN, and tell head "
     "office."},
    {none, "storage_key_lost",
     "本店资料的钥匙文件不见了或不是原来的那份，会员资料读不出来。没有改动，也不会另造钥匙。"
     "请找回 keys/data.key；找不回请向总部重新登记本机。",
     "The key file of this store's data is missing or another one, so members' data cannot be "
     "read. Nothing was changed, and no other key is made. Bring keys/data.key back; if it is "
     "gone, enrol this terminal at head office anew."},
    {none, "storage_tpm_absent",
     "本店资料的钥匙封存在本机的安全芯片（TPM）里，现在取不出来：{detail:text}。没有改动，"
     "也不会另造钥匙。请检查 TPM 是否启用、本用户是否在 tss 组、libtss2 是否已安装，再重新启动。",
     "The key of this store's data is sealed by this machine's TPM, which does not give it out: "
     "{detail:text}. Nothing was changed, and no other key is made. See that the TPM is switched "
     "on, that this user is of the group tss and that libtss2 is installed; then start again."},
    {none, "storage_tpm_other",
     "本店资料的钥匙是由另一块安全芯片（TPM）封存的，或这块芯片后来被清除过，会员资料读不出来。"
     "没有改动，也不会另造钥匙。硬盘若换了机器，请装回原机；芯片若已清除，请向总部重新登记本机。",
     "The key of this store's data was sealed by another TPM, or this one was cleared since, so "
     "members' data cannot be read. Nothing was changed, and no other key is made. If the disk was "
     "moved, put it back into its machine; if the TPM was cleared, enrol this terminal at head "
     "office anew."},
    {none, "manager_needed",
     "这项业务要店长办理[，工号 {operator:text} 没有权限]。没有改动。请店长操作。",
     "This takes a manager[; operator {operator:text} is not one]. Nothing was changed. Ask the "
     "manager to do it."},
    {none, "second_operator_same", "第二位员工必须是另一个人。没有改动。请另一位员工确认。",
     "The second operator has to be another person. Nothing was changed. Ask a colleague to "
     "confirm."},
    {none, "policy_signature",
     "政策文件的签名不对，不是总部发布的。没有采用，现行政策不变。请向总部重新索取。",
     "The policy document is not signed by head office. It was not taken over and the policy in "
     "force stands. Ask head office for it again."},
    {none, "blanks_no_office",
     "本机还没有在总部登记，认不出总部的签名。没有收下清单，也没有改动。请先登记，再试一次。",
     "This terminal is not enrolled and cannot know head office's signature. The list was not "
     "taken and nothing was changed. Enrol it first and try again."},
    {none, "blanks_signature",
     "清单的签名不对，不是总部做的。没有收下，也没有改动。请向总部重新索取。",
     "The list is not signed by head office. It was not taken and nothing was changed. Ask head "
     "office for it again."},
    {none, "blanks_batch",
     "第 {batch:n} 批已经收过另一份清单。没有收下这一份，原来的照用。请问总部哪一份是对的。",
     "Another list of batch {batch:n} was taken before. This one was not, and the other stands. "
     "Ask head office which is right."},
    {none, "policy_version",
     "政策文件的版本（{version:n}）不比已有的新。没有采用，现行政策不变。请采用更新的版本。",
     "Version {version:n} of the policy document is not newer than what is here. It was not taken "
     "over and the policy in force stands. Take a newer one."},
    {none, "reason_needed", "查看完整资料要写明原因。没有显示，也没有改动。请填上原因。",
     "Personal data is shown in full only for a reason. Nothing was shown or changed. Give the "
     "reason."},
    {none, "training_only", "“{field:text}”只能在培训门店使用。没有保存，也没有改动。请去掉它。",
     "\"{field:text}\" can be given only in a training store. Nothing was stored or changed. "
     "Leave it out."},
    {none, "storage_full", "磁盘已满，这一笔没有保存，之前的都在。请腾出空间后重试，并通知店长。",
     "The disk is full. This was NOT saved; everything before it is safe. Make room, try again, "
     "and tell the manager."},
    {none, "storage_read_only",
     "数据目录不能写入，这一笔没有保存，之前的都在。请检查目录权限或磁盘。",
     "The data directory cannot be written. This was NOT saved; everything before it is safe. "
     "Check the directory's permissions, or the disk."},
    {none, "storage_locked",
     "数据目录正被另一个程序使用[（进程 {pid:n}）]。没有改动。请先关闭那个程序再试。",
     "Another program is using this data directory[ (process {pid:n})]. Nothing was changed. "
     "Close it and try again."},
    {none, "storage_newer",
     "数据由更新的版本写成[（数据版本 {found:n}，本程序到 {known:n}）]。没有改动。请升级本程序。",
     "The data was written by a newer version[ (data {found:n}, this program knows up to "
     "{known:n})]. Nothing was changed. Upgrade this program."},
    {none, "storage_damaged", "数据文件已损坏，没有改动。请停止使用，保留原文件，并联系总部。",
     "The data file is damaged. Nothing was changed. Stop using it, keep the file, and call head "
     "office."},
    {none, "provisional",
     "本机数据可能是旧副本或复制品，与总部核对之前不兑换、不发卡、不换卡、不更正积分；"
     "这一项没有办理，销售照常。连上总部后会自动核对，也可用 vip-terminal sync run。",
     "This data may be an old copy, or one of two. Until head office has been asked, no gift is "
     "redeemed, no card made and no points corrected; this was not done. Sales go on. It is "
     "settled with the next exchange: vip-terminal sync run."},
    {none, "storage_behind_anchor",
     "数据比最后确认的记录旧，有已确认的业务不见了。没有改动，暂停登记。"
     "请找回原来的数据，或联系总部。",
     "The data is older than the last confirmed record: confirmed business is missing. Nothing "
     "was changed and nothing is recorded. Bring the right data back, or call head office."},
    {none, "storage_failed", "没能保存这一笔，之前的都在。请用同一请求编号重试；仍失败请通知店长。",
     "This could not be saved; everything before it is safe. Try again with the same request id; "
     "if it fails again, tell the manager."},
    {none, "printer_failed",
     "打印机 {target:text} 没有响应（{detail:text}），什么也没有印出来。交易已入账，不受影响。"
     "请检查打印机的电源、纸张和连线，再印一次。",
     "The printer {target:text} does not answer ({detail:text}); nothing was printed. The sale is "
     "booked and not affected. Check its power, paper and cable, then print again."},
    {none, "printer_stopped",
     "打印机 {target:text} 中途停了（{detail:text}），小票可能只印了一部分。交易已入账，不受影响。"
     "请检查打印机，再印一次；下一张会标“副本”。",
     "The printer {target:text} stopped ({detail:text}); part of the receipt may be on the paper. "
     "The sale is booked and not affected. Check the printer and print again; that one will be "
     "marked a copy."},
    {none, "print_under_way",
     "编号 {request_id:text} 的小票正在打印，没有再印一张。请稍等，再用同一编号查询结果。",
     "The receipt asked for as {request_id:text} is being printed; no other was begun. Wait a "
     "moment, then ask again with the same id."},
    {none, "no_printer",
     "没有设置打印机，什么也没有印。请在 vip.toml 的 printer 一节写 target，"
     "例如 tcp://192.168.1.50。",
     "No printer is set up, so nothing was printed. Name one in vip.toml, as target in the "
     "section printer, such as tcp://192.168.1.50."},
    {none, "store_missing",
     "[{directory:text} 里]没有门店数据。没有改动。请用 vip-terminal init 建立，"
     "或用 --data 指明目录。",
     "There is no store[ in {directory:text}]. Nothing was changed. Make one with vip-terminal "
     "init, or name the right directory with --data."},
    {none, "service_stopping", "终端服务正在停止，这一笔没有办理。请稍候，用同一请求编号重试。",
     "The terminal's service is stopping; this was not done. Wait a moment and try again with the "
     "same request id."},
    {none, "service_lost", "与终端服务的连接断了，这一笔是否办成还不知道。请用同一请求编号重试。",
     "The line to the terminal's service broke; whether this was done is not known. Try again with "
     "the same request id."},
    {none, "path_unknown", "没有这个地址或方法。没有办理。请对照 /openapi.json。",
     "There is no such path or method. Nothing was done. /openapi.json has those there are."},
    {none, "method_other", "这个地址只接受 {allowed:text}。没有办理。请改用它。",
     "This path takes {allowed:text} alone. Nothing was done. Ask that way."},
    {none, "host_unknown",
     "“{host:text}”不是本机服务的名称。没有办理。请用 127.0.0.1，或以 --host 登记这个名称。",
     "\"{host:text}\" is no name of this service. Nothing was done. Use 127.0.0.1, or give the "
     "name "
     "with --host."},
    {none, "origin_unknown", "请求来自别处的网页。没有办理。请从本机页面操作。",
     "This comes from a page of somewhere else. Nothing was done. Use this terminal's own page."},
    {none, "token_needed",
     "请求里没有收银台的令牌，也没有登录。没有办理。令牌用 vip-terminal lane add 取得。",
     "There is no lane's token with this request and nobody is logged in. Nothing was done. A "
     "token "
     "comes from: vip-terminal lane add."},
    {none, "token_unknown",
     "不认识这个令牌，或它已停用。没有办理。请用 vip-terminal lane list 核对。",
     "This token is not known, or was removed. Nothing was done. Check with: vip-terminal lane "
     "list."},
    {none, "listeners_full", "收听的页面太多。其他功能照常。请关掉不用的页面。",
     "Too many are listening already. All else goes on. Close pages that nobody uses."},
    {none, "lane_exists",
     "收银台 {lane:text} 已有令牌，没有改动。要换新的，先用 lane remove 去掉。",
     "Lane {lane:text} has a token already; nothing was changed. For a new one: lane remove "
     "first."},
    {none, "lane_missing", "没有登记收银台 {lane:text}。没有改动。请用 lane list 核对。",
     "There is no lane {lane:text}. Nothing was changed. Check with: lane list."},
    {none, "store_exists", "{directory:text} 里已有门店数据，没有改动。请换一个目录。",
     "There is a store in {directory:text} already; nothing was changed. Take another directory."},
    {none, "config_unknown_key",
     "{file:text} 第 {line:n} 行：不认识的设置“{key:text}”[（是不是“{suggestion:text}”？）]。"
     "没有改动。请改正后重试。",
     "{file:text}, line {line:n}: there is no setting \"{key:text}\"[ (did you mean "
     "\"{suggestion:text}\"?)]. Nothing was changed. Correct it and try again."},
    {none, "config_wrong_value",
     "{file:text} 第 {line:n} 行：“{key:text}”的值不对，应为{key:setting}。没有改动。"
     "请改正后重试。",
     "{file:text}, line {line:n}: \"{key:text}\" has to be {key:setting}. Nothing was changed. "
     "Correct it and try again."},
    {none, "config_syntax",
     "{file:text} 第 {line:n} 行读不懂：{problem:text}。没有改动。请改正后重试。",
     "{file:text}, line {line:n} cannot be read: {problem:text}. Nothing was changed. Correct it "
     "and try again."},
    {none, "config_unreadable", "读不了 {file:text}。没有改动。请检查文件权限。",
     "{file:text} cannot be read. Nothing was changed. Check the file's permissions."},
    {none, "zone_unknown",
     "不认识的时区“{zone:text}”。没有改动。请在 vip.toml 里改成例如 Asia/Shanghai。",
     "There is no time zone \"{zone:text}\". Nothing was changed. Write for example Asia/Shanghai "
     "in vip.toml."},
    {none, "office_unreachable",
     "连不上总部，本店照常营业[，{waiting:n} 条待上传]。已保存的都在。线路恢复后会补传。",
     "Head office cannot be reached; keep selling[, {waiting:n} waiting to be sent]. Everything "
     "is saved and goes out when the line is back."},
    {none, "handle_of_parent",
     "这个句柄属于父进程，在子进程里不能用，没有执行。请在子进程里自己打开。",
     "This handle is the parent process's; nothing was done. A child opens a store of its own."},
    {none, "internal",
     "出了意料之外的问题，这一笔没有保存，之前的都在。请重试；仍出现请把屏幕内容告诉总部。",
     "Something unexpected went wrong. This was NOT saved; everything before it is safe. Try "
     "again; if it comes back, tell head office what the screen says."},
};

}  // namespace

std::span<const KnownMessage> error_messages() { return catalogue; }

}  // namespace vip::terminal
