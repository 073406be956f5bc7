#include "sync/office/timeline_command.h"

#include "sync/office/head_office.h"
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

}  // namespace vip::sync
