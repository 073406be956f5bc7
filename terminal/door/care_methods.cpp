// status, verify, key.rotate.

#include <array>
#include <filesystem>

#include "terminal/books/encrypting.h"
#include "terminal/counter/verify.h"
#include "terminal/door/method.h"
#include "terminal/people/tpm.h"

namespace vip::terminal {
namespace {

// One line of the screen: what, how it is, and what to do about it.
void write_line(JsonWriter& out, std::string_view what, std::string_view state,
                const Message& say) {
  out.begin_object().field("what", what).field("state", state);
  write_message(out, say);
  out.end_object();
}

std::string_view word_of(TerminalKey::Place place) {
  switch (place) {
    case TerminalKey::Place::credential:
      return "credential";
    case TerminalKey::Place::tpm:
      return "tpm";
    case TerminalKey::Place::file:
      break;
  }
  return "file";
}

Message key_message(TerminalKey::Place place) {
  Message say{"会员资料已加密保存，每位会员一把密钥；",
              "Members' data is encrypted, each member under a key of their own; the key above "
              "them "};
  switch (place) {
    case TerminalKey::Place::credential:
      return {say.zh + "总密钥由 systemd 凭据提供。",
              say.en + "comes from a credential of systemd."};
    case TerminalKey::Place::tpm:
      return {say.zh + "总密钥由本机的安全芯片（TPM）封存，硬盘拿到别处打不开。",
              say.en + "is sealed by this machine's TPM: elsewhere the disk does not open."};
    case TerminalKey::Place::file:
      break;
  }
  return {say.zh + "总密钥在本机的 keys/data.key 文件中。",
          say.en + "lies in the file keys/data.key of this machine."};
}

Answer<Done> status(MethodCall& call) {
  if (const auto bad = call.check(); !bad) return bad;
  Store& store = call.desk.store;
  const StoreIdentity& identity = store.identity();
  JsonWriter& out = call.result;
  const Position& last = store.journal().last();
  out.field("store", identity.store).field("tid", identity.genesis.tid);
  out.field("epoch", identity.genesis.epoch).field("training", identity.training);
  out.field("date", call.desk.stamp.day.text());
  out.field("time", store.zone().rfc3339(call.desk.stamp.at)).field("zone", store.zone().name());
  out.field("journal", last.seq).field("policy_version", call.desk.policy().version);
  out.field("locked", store.locked() || store.provisional().has_value());
  const auto acked = store.meta("acked");
  const std::int64_t waiting =
      static_cast<std::int64_t>(last.seq) - (acked ? std::stoll(*acked) : 0);
  const bool enrolled = store.meta("office_url").has_value();
  out.field("enrolled", enrolled).field("waiting", waiting);
  const bool cleaned = !must_be_cleaned(store.database());
  out.field("encrypted_at_rest", cleaned);
  out.field("key", store.key_name()).field("key_in", word_of(store.key_place()));
  out.field("key_locked", all_locked());
  out.key("lines").begin_array();
  if (identity.training) {
    write_line(out, "training", "note",
               {"这是培训门店：卡是培训卡，真正的总部不会接受。",
                "This is a training store: its cards are training cards that no real head office "
                "accepts."});
  }
  if (cleaned) {
    write_line(out, "personal_data", "ok", key_message(store.key_place()));
  } else {
    write_line(out, "personal_data", "warning",
               {"会员资料已加密，但旧的明文还可能留在数据文件的空闲处：磁盘空间不足，没能重写。"
                "请腾出与 store.db 一样大的空间，再重新启动。",
                "Members' data is encrypted, but what stood there before may still lie in free "
                "space of the file: there was no room to write it anew. Make as much room as "
                "store.db takes, and start again."});
  }
  if (store.key_place() == TerminalKey::Place::file && machine_has_tpm()) {
    write_line(out, "tpm", "note",
               {"本机有安全芯片（TPM），总密钥还在文件里。换一次密钥就会封存进去："
                "vip-terminal key rotate。",
                "This machine has a TPM, and the key is still in a file. A change of key seals the "
                "new one in it: vip-terminal key rotate."});
  }
  if (store.provisional()) {
    write_line(
        out, "journal", "warning",
        {"本机数据可能是旧副本或复制品（" + *store.provisional() +
             "）：销售与积分照常登记，兑换、发卡等与总部核对。连线后用 vip-terminal sync run。",
         "This data may be an old copy, or one of two (" + *store.provisional() +
             "): sales are recorded and earn points; gifts and new cards wait until head "
             "office has been asked: vip-terminal sync run."});
  }
  if (store.locked()) {
    write_line(out, "journal", "error",
               {"已确认的记录不见了：数据库可能被旧副本替换。为防重复，暂停记录；请联系总部。",
                "Confirmed records have vanished: the database may have been put back from an old "
                "copy. Nothing is recorded until head office has looked at it."});
  }
  if (!enrolled) {
    write_line(out, "head_office", "note",
               {"还没有接入总部。销售照常；接入用 vip-terminal enrol。",
                "Not enrolled with head office. Sales go on; to enrol: vip-terminal enrol."});
  } else if (waiting > 0) {
    write_line(out, "head_office", "note",
               {std::to_string(waiting) + " 条记录待上传；立即上传用 vip-terminal sync run。",
                std::to_string(waiting) +
                    " records wait for head office; to send now: vip-terminal sync run."});
  } else {
    write_line(out, "head_office", "ok", {"所有记录已送达总部。", "Head office has every record."});
  }
  std::error_code error;
  const auto space = std::filesystem::space(store.directory(), error);
  if (!error) {
    constexpr std::uintmax_t low = 256ULL << 20;
    const std::string megabytes = std::to_string(space.available >> 20);
    out.begin_object()
        .field("what", "disk")
        .field("state", space.available < low ? "warning" : "ok");
    write_message(
        out,
        {"磁盘剩余 " + megabytes + " MB" + (space.available < low ? "，请尽快腾出空间。" : "。"),
         megabytes + " MB left on the disk" + (space.available < low ? "; make room soon." : ".")});
    out.end_object();
  }
  out.end_array();
  out.field("sqlite", Database::library_version());
  return Done{};
}

Answer<Done> verify_books(MethodCall& call) {
  if (const auto bad = call.check(); !bad) return bad;
  const std::uint64_t total = call.desk.store.journal().last().seq;
  const Verified verified = verify(call.desk.store, [&](Seq done) {
    if (call.progress) call.progress("verify", done, total, done);
  });
  JsonWriter& out = call.result;
  out.field("clean", verified.findings.empty()).field("events", verified.events);
  out.field("rows", verified.rows);
  out.key("findings").begin_array();
  for (const Finding& finding : verified.findings) {
    out.begin_object().field("what", finding.what).field("where", finding.where);
    out.field("detail", finding.detail).end_object();
  }
  out.end_array();
  if (!verified.findings.empty()) {
    call.exit_code = 10;
    call.books_broken = true;
  }
  return Done{};
}

// Bulk: in transactions of its own. A sale that comes meanwhile waits for it: 20,000 members take
// about as long as a receipt takes to print.
Answer<Done> key_rotate(MethodCall& call) {
  if (const auto bad = call.check(); !bad) return bad;
  Store& store = call.desk.store;
  const std::string before = store.key_name();
  const auto members = store.rotate_key();
  if (!members) return fault(Fault::Code::configuration, "", "key_elsewhere");
  Unit unit(store);
  unit.run([&] {
    call.position =
        record(call.desk,
               AuditEvent{.kind = AuditKind::setting, .method = "key.rotate", .count = *members});
    return true;
  });
  unit.commit();
  call.result.field("before", before).field("key", store.key_name());
  call.result.field("key_in", word_of(store.key_place()));
  call.result.field("keys_wrapped", *members);
  return Done{};
}

constexpr std::array methods = {Method{"status", Access::reads, status},
                                Method{"verify", Access::long_reads, verify_books},
                                Method{"key.rotate", Access::bulk, key_rotate}};

}  // namespace

std::span<const Method> care_methods() { return methods; }

}  // namespace vip::terminal
