#include "sync/office/timeline_command.h"

#include "cardformat/bytes.h"
#include "sync/files.h"
#include "sync/office/head_office.h"
#include "sync/office/recovery.h"
#include "sync/office/timeline.h"
#include "terminal/books/clock.h"
#include "terminal/json/json_writer.h"

namespace vip::sync {

using terminal::JsonWriter;

Exit back_up(const Manner& manner, const std::string& file) {
  const OfficeDirectory directory(manner.data);
  const OfficeLock lock(directory);
  OfficeBooksOpen books(directory, terminal::Database::Mode::open_shared);
  take_backup(directory, books.database, books.store, file);
  JsonWriter json;
  json.begin_object().field("file", file).end_object();
  manner.show(json.str(),
              manner.say("备份已写入 ", "The books are copied to ") + file +
                  manner.say("。今后授额要等备份覆盖后才发出。\n",
                             ". From now on grants wait until a backup covers them.\n"));
  return Exit::ok;
}

Exit restore(const Manner& manner, const std::string& file) {
  const OfficeDirectory directory(manner.data);
  const OfficeLock lock(directory);
  const auto restored = restore_books(directory, file);
  if (!restored) {
    return manner.fail(Exit::not_found, file + " 不是总部账册的备份，什么都没有改动。",
                       file + " is no backup of a head office; nothing was changed.");
  }
  JsonWriter json;
  json.begin_object().field("lineage", restored->lineage);
  json.field("recovering", restored->recovering).end_object();
  const std::string number = std::to_string(restored->lineage);
  manner.show(
      json.str(),
      manner.say("账册已恢复，时间线 ", "The books are restored; this is timeline ") + number +
          (restored->recovering
               ? manner.say("。这不是最新的备份：各店全部同步之前不发放任何积分额度。"
                            "不再回来的门店请用 vip-office epoch close --forced 关闭。\n",
                            ". This is not the latest backup: nobody is granted points until every "
                            "store has exchanged. Close those that will not come back: vip-office "
                            "epoch close --forced.\n")
               : manner.say("。各店下次同步时补齐其余。\n",
                            ". The stores bring the rest with their next exchange.\n")));
  return Exit::ok;
}

Exit close_epoch_of(const Manner& manner, const std::string& store_name, std::uint32_t epoch,
                    bool forced) {
  const OfficeDirectory directory(manner.data);
  const OfficeLock lock(directory);
  OfficeBooksOpen books(directory, terminal::Database::Mode::open_shared);
  fold_all_stored(books.database, books.store, books.fold);
  const std::uint32_t tid = terminal::tid_of_store(store_name);
  const auto known = books.store.terminal(tid);
  if (epoch == 0 && known) epoch = known->epoch;
  const auto before = books.store.epoch(tid, epoch);
  const auto closed = close_epoch(books.database, books.store, books.rights, tid, epoch, forced,
                                  terminal::wall_clock());
  if (!closed) {
    switch (closed.error()) {
      case CloseError::unknown:
        return manner.fail(Exit::not_found, "没有这家店或这一代终端，什么都没有改动。",
                           "No such store or epoch; nothing was changed.");
      case CloseError::closed_before:
        return manner.fail(Exit::conflict, "这一代终端早已关闭，什么都没有改动。",
                           "This epoch was closed before; nothing was changed.");
      case CloseError::events_missing:
        return manner.fail(
            Exit::conflict,
            "终端还有 " + std::to_string(before->last - before->acked) +
                " 条没有送到。请先让它同步；硬盘已毁的用 --forced，这些算作丢失。",
            "This terminal has " + std::to_string(before->last - before->acked) +
                " events that have not arrived. Let it exchange first; where its disk is dead, use "
                "--forced: they count as lost until the disk turns up.");
    }
  }
  const std::string next = std::to_string(known->epoch + 1);
  JsonWriter json;
  json.begin_object().field("store", store_name).field("epoch", epoch);
  json.field("events", before->acked).field("missing", before->last - before->acked);
  json.field("next_epoch", known->epoch + 1).end_object();
  manner.show(json.str(),
              manner.say("已关闭。新终端：vip-terminal init --store ",
                         "Closed; its points are free again. A new terminal: vip-terminal init "
                         "--store ") +
                  store_name + " --epoch " + next +
                  manner.say("，然后登记。\n", ", then enrol.\n"));
  return Exit::ok;
}

Exit recover_epoch_of(const Manner& manner, const std::string& store_name, std::uint32_t epoch,
                      const std::string& file) {
  const auto copies = read_file(file);
  if (!copies) {
    return manner.fail(Exit::not_found, "没有这个文件：" + file, "No such file: " + file);
  }
  const OfficeDirectory directory(manner.data);
  const OfficeLock lock(directory);
  OfficeBooksOpen books(directory, terminal::Database::Mode::open_shared);
  fold_all_stored(books.database, books.store, books.fold);
  const std::uint32_t tid = terminal::tid_of_store(store_name);
  const auto known = books.store.terminal(tid);
  if (epoch == 0 && known) epoch = known->epoch;
  const auto done = recover_events(books.database, books.store, books.fold, books.rights,
                                   {tid, epoch}, *copies, terminal::wall_clock());
  if (!done) {
    const std::string at = std::to_string(done.error().at);
    switch (done.error().error) {
      case RecoveryError::unknown:
        return manner.fail(Exit::not_found, "没有这家店或这一代终端，什么都没有改动。",
                           "No such store or epoch; nothing was changed.");
      case RecoveryError::frozen:
        return manner.fail(Exit::conflict, "这一代终端已冻结，须先由人查清；什么都没有改动。",
                           "This epoch is frozen: a person must look first. Nothing was changed.");
      case RecoveryError::malformed:
        return manner.fail(Exit::usage, "第 " + at + " 行不是事件副本，什么都没有改动。",
                           "Line " + at + " is no copy of an event; nothing was changed.");
      case RecoveryError::another_history:
        return manner.fail(Exit::conflict,
                           "第 " + at + " 条与已有的不同：这些副本属于另一段历史，什么都没有改动。",
                           "Event " + at +
                               " differs from what is known: these copies are of another history. "
                               "Nothing was changed.");
      case RecoveryError::broken_chain:
        return manner.fail(Exit::conflict,
                           "第 " + at + " 条与它的链值不符，副本被改动过；什么都没有改动。",
                           "Event " + at +
                               " does not lead to the head that came with it: the "
                               "copies were altered. Nothing was changed.");
    }
  }
  const std::string through = std::to_string(done->through);
  const bool gap = done->last_copy > done->through;
  JsonWriter json;
  json.begin_object().field("store", store_name).field("epoch", epoch);
  json.field("recovered", done->through - done->before).field("through", done->through);
  json.field("head", hex(done->head)).field("last_copy", done->last_copy).end_object();
  std::string text =
      manner.say("收回 ", "Recovered ") + std::to_string(done->through - done->before) +
      manner.say(" 条，至第 ", " events, through event ") + through +
      manner.say(" 条。链值 ", ". Its head is ") + hex(done->head) +
      manner.say("，请与最后一张小票上的前几位核对。\n",
                 "; its first letters are on the receipt of that event: compare them.\n");
  if (gap) {
    text += manner.say("副本到第 ", "The copies go on to event ") +
            std::to_string(done->last_copy) + manner.say(" 条，但中间缺第 ", ", but event ") +
            std::to_string(done->through + 1) +
            manner.say(" 条；请找其他收银台的副本再做一次。\n",
                       " is missing: look for it at another lane, and do this again.\n");
  } else {
    text += manner.say("下一步：vip-office epoch close --store ",
                       "Next: vip-office epoch close --store ") +
            store_name + "\n";
  }
  manner.show(json.str(), text);
  return Exit::ok;
}

}  // namespace vip::sync
