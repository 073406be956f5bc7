#include "terminal/people/tpm.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <utility>

#include "cardformat/wipe.h"

#if __has_include(<tss2/tss2_esys.h>)
#include <dlfcn.h>
#include <tss2/tss2_esys.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_tctildr.h>
#endif

namespace vip::terminal {
namespace {

using Kind = TpmProblem::Kind;

constexpr std::string_view magic = "VIP-T1";
constexpr std::size_t name_bytes = 34;

// How the TPM is reached; no value: there is none.
std::optional<std::string> way_to_tpm() {
  if (const char* const told = std::getenv("VIP_TPM"); told != nullptr && *told != '\0') {
    if (std::string_view(told) == "none") return std::nullopt;
    return told;
  }
  if (access("/dev/tpmrm0", F_OK) == 0) return "device:/dev/tpmrm0";
  return std::nullopt;
}

#if __has_include(<tss2/tss2_esys.h>)

// libtss2, loaded for good when it is first needed.
class Library {
 public:
  static const Library* get() {
    static const Library library;
    return library.whole_ ? &library : nullptr;
  }

  decltype(&Tss2_TctiLdr_Initialize) tcti_begin = nullptr;
  decltype(&Tss2_TctiLdr_Finalize) tcti_end = nullptr;
  decltype(&Esys_Initialize) begin = nullptr;
  decltype(&Esys_Finalize) end = nullptr;
  decltype(&Esys_Free) free = nullptr;
  decltype(&Esys_CreatePrimary) create_primary = nullptr;
  decltype(&Esys_TR_GetName) name_of = nullptr;
  decltype(&Esys_StartAuthSession) start_session = nullptr;
  decltype(&Esys_TRSess_SetAttributes) set_attributes = nullptr;
  decltype(&Esys_Create) create = nullptr;
  decltype(&Esys_Load) load = nullptr;
  decltype(&Esys_Unseal) unseal = nullptr;
  decltype(&Esys_FlushContext) flush = nullptr;
  decltype(&Tss2_MU_TPM2B_PUBLIC_Marshal) write_public = nullptr;
  decltype(&Tss2_MU_TPM2B_PUBLIC_Unmarshal) read_public = nullptr;
  decltype(&Tss2_MU_TPM2B_PRIVATE_Marshal) write_private = nullptr;
  decltype(&Tss2_MU_TPM2B_PRIVATE_Unmarshal) read_private = nullptr;

 private:
  Library() {
    // It would write its own lines to stderr; what went wrong is said by us, once.
    setenv("TSS2_LOG", "all+none", 0);
    void* const tcti = dlopen("libtss2-tctildr.so.0", RTLD_NOW | RTLD_LOCAL);
    void* const esys = dlopen("libtss2-esys.so.0", RTLD_NOW | RTLD_LOCAL);
    void* const mu = dlopen("libtss2-mu.so.0", RTLD_NOW | RTLD_LOCAL);
    if (tcti == nullptr || esys == nullptr || mu == nullptr) return;
    whole_ = true;
    find(tcti, "Tss2_TctiLdr_Initialize", tcti_begin);
    find(tcti, "Tss2_TctiLdr_Finalize", tcti_end);
    find(esys, "Esys_Initialize", begin);
    find(esys, "Esys_Finalize", end);
    find(esys, "Esys_Free", free);
    find(esys, "Esys_CreatePrimary", create_primary);
    find(esys, "Esys_TR_GetName", name_of);
    find(esys, "Esys_StartAuthSession", start_session);
    find(esys, "Esys_TRSess_SetAttributes", set_attributes);
    find(esys, "Esys_Create", create);
    find(esys, "Esys_Load", load);
    find(esys, "Esys_Unseal", unseal);
    find(esys, "Esys_FlushContext", flush);
    find(mu, "Tss2_MU_TPM2B_PUBLIC_Marshal", write_public);
    find(mu, "Tss2_MU_TPM2B_PUBLIC_Unmarshal", read_public);
    find(mu, "Tss2_MU_TPM2B_PRIVATE_Marshal", write_private);
    find(mu, "Tss2_MU_TPM2B_PRIVATE_Unmarshal", read_private);
  }

  template <class Function>
  void find(void* library, const char* name, Function& into) {
    into = reinterpret_cast<Function>(dlsym(library, name));
    whole_ &= into != nullptr;
  }

  bool whole_ = false;
};

TpmProblem silent(std::string what) { return {Kind::silent, std::move(what)}; }

TpmProblem refused(const char* doing, TSS2_RC code) {
  constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (int shift = 28; shift >= 0; shift -= 4) hex += digits[code >> unsigned(shift) & 15U];
  return silent(std::string("the TPM refused to ") + doing + " (0x" + hex + ")");
}

// What the primary key and the sealed object have in common with nothing else of this TPM.
TPM2B_PUBLIC primary_template() {
  TPM2B_PUBLIC made{};
  TPMT_PUBLIC& area = made.publicArea;
  area.type = TPM2_ALG_ECC;
  area.nameAlg = TPM2_ALG_SHA256;
  area.objectAttributes = TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT | TPMA_OBJECT_FIXEDTPM |
                          TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN |
                          TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA;
  TPMS_ECC_PARMS& curve = area.parameters.eccDetail;
  curve.symmetric.algorithm = TPM2_ALG_AES;
  curve.symmetric.keyBits.aes = 128;
  curve.symmetric.mode.aes = TPM2_ALG_CFB;
  curve.scheme.scheme = TPM2_ALG_NULL;
  curve.curveID = TPM2_ECC_NIST_P256;
  curve.kdf.scheme = TPM2_ALG_NULL;
  return made;
}

TPM2B_PUBLIC sealed_template() {
  TPM2B_PUBLIC made{};
  TPMT_PUBLIC& area = made.publicArea;
  area.type = TPM2_ALG_KEYEDHASH;
  area.nameAlg = TPM2_ALG_SHA256;
  // Its own password is empty and no guess at it counts: who may ask the TPM may have it.
  area.objectAttributes =
      TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA;
  area.parameters.keyedHashDetail.scheme.scheme = TPM2_ALG_NULL;
  return made;
}

// The TPM with the primary key made and a session begun; both are given back at the end.
class Session {
 public:
  explicit Session(const Library& library) : tss_(library) {}
  ~Session() {
    for (const ESYS_TR handle : {sealed_, session_, primary_}) {
      if (handle != ESYS_TR_NONE) tss_.flush(esys_, handle);
    }
    if (esys_ != nullptr) tss_.end(&esys_);
    if (tcti_ != nullptr) tss_.tcti_end(&tcti_);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  Result<Done, TpmProblem> begin(const std::string& way) {
    if (tss_.tcti_begin(way.c_str(), &tcti_) != TSS2_RC_SUCCESS) {
      return Unexpected{silent("the TPM cannot be reached by " + way +
                               ": it is not there, or this user may not (group tss)")};
    }
    if (const TSS2_RC code = tss_.begin(&esys_, tcti_, nullptr)) {
      return Unexpected{refused("begin", code)};
    }
    const TPM2B_SENSITIVE_CREATE nothing{};
    const TPM2B_PUBLIC area = primary_template();
    const TPM2B_DATA no_data{};
    const TPML_PCR_SELECTION no_pcr{};
    if (const TSS2_RC code = tss_.create_primary(
            esys_, ESYS_TR_RH_OWNER, ESYS_TR_PASSWORD, ESYS_TR_NONE, ESYS_TR_NONE, &nothing, &area,
            &no_data, &no_pcr, &primary_, nullptr, nullptr, nullptr, nullptr)) {
      primary_ = ESYS_TR_NONE;
      return Unexpected{refused("make its primary key; its owner has a password, perhaps", code)};
    }
    TPM2B_NAME* name = nullptr;
    if (const TSS2_RC code = tss_.name_of(esys_, primary_, &name)) {
      return Unexpected{refused("name its primary key", code)};
    }
    name_.assign(reinterpret_cast<const char*>(name->name), name->size);
    tss_.free(name);
    const TPMT_SYM_DEF cipher = {
        .algorithm = TPM2_ALG_AES, .keyBits = {.aes = 128}, .mode = {.aes = TPM2_ALG_CFB}};
    if (const TSS2_RC code = tss_.start_session(esys_, primary_, ESYS_TR_NONE, ESYS_TR_NONE,
                                                ESYS_TR_NONE, ESYS_TR_NONE, nullptr, TPM2_SE_HMAC,
                                                &cipher, TPM2_ALG_SHA256, &session_)) {
      session_ = ESYS_TR_NONE;
      return Unexpected{refused("begin a session", code)};
    }
    constexpr TPMA_SESSION attributes =
        TPMA_SESSION_CONTINUESESSION | TPMA_SESSION_DECRYPT | TPMA_SESSION_ENCRYPT;
    if (const TSS2_RC code = tss_.set_attributes(esys_, session_, attributes, 0xff)) {
      return Unexpected{refused("encrypt a session", code)};
    }
    return Done{};
  }

  const std::string& primary_name() const { return name_; }

  Result<std::string, TpmProblem> seal(const SecretKey& key) {
    TPM2B_SENSITIVE_CREATE secret{};
    secret.sensitive.data.size = static_cast<UINT16>(key.size());
    std::copy(key.begin(), key.end(), secret.sensitive.data.buffer);
    const TPM2B_PUBLIC area = sealed_template();
    const TPM2B_DATA no_data{};
    const TPML_PCR_SELECTION no_pcr{};
    TPM2B_PRIVATE* inside = nullptr;
    TPM2B_PUBLIC* outside = nullptr;
    const TSS2_RC code =
        tss_.create(esys_, primary_, session_, ESYS_TR_NONE, ESYS_TR_NONE, &secret, &area, &no_data,
                    &no_pcr, &inside, &outside, nullptr, nullptr, nullptr);
    wipe(std::span(secret.sensitive.data.buffer, key.size()));
    if (code != TSS2_RC_SUCCESS) return Unexpected{refused("seal a key", code)};
    std::string bytes = std::string(magic) + name_;
    const std::size_t head = bytes.size();
    bytes.resize(head + sizeof(TPM2B_PUBLIC) + sizeof(TPM2B_PRIVATE));
    auto* const into = reinterpret_cast<std::uint8_t*>(bytes.data());
    std::size_t at = head;
    const bool written = tss_.write_public(outside, into, bytes.size(), &at) == TSS2_RC_SUCCESS &&
                         tss_.write_private(inside, into, bytes.size(), &at) == TSS2_RC_SUCCESS;
    tss_.free(inside);
    tss_.free(outside);
    if (!written) return Unexpected{silent("what the TPM sealed cannot be written down")};
    bytes.resize(at);
    return bytes;
  }

  Result<SecretKey, TpmProblem> open(const TPM2B_PUBLIC& outside, const TPM2B_PRIVATE& inside) {
    if (const TSS2_RC code = tss_.load(esys_, primary_, session_, ESYS_TR_NONE, ESYS_TR_NONE,
                                       &inside, &outside, &sealed_)) {
      sealed_ = ESYS_TR_NONE;
      // Under the right primary key only bytes that were changed do not load.
      return Unexpected{TpmProblem{Kind::damaged, refused("load what was sealed", code).what}};
    }
    TPM2B_SENSITIVE_DATA* data = nullptr;
    if (const TSS2_RC code =
            tss_.unseal(esys_, sealed_, session_, ESYS_TR_NONE, ESYS_TR_NONE, &data)) {
      return Unexpected{refused("open what was sealed", code)};
    }
    SecretKey key{};
    const bool whole = data->size == key.size();
    if (whole) std::copy_n(data->buffer, key.size(), key.begin());
    wipe(std::span(data->buffer, data->size));
    tss_.free(data);
    if (!whole) return Unexpected{TpmProblem{Kind::damaged, "what was sealed is no key"}};
    return key;
  }

 private:
  const Library& tss_;
  TSS2_TCTI_CONTEXT* tcti_ = nullptr;
  ESYS_CONTEXT* esys_ = nullptr;
  ESYS_TR primary_ = ESYS_TR_NONE;
  ESYS_TR session_ = ESYS_TR_NONE;
  ESYS_TR sealed_ = ESYS_TR_NONE;
  std::string name_;
};

template <class Value, class Use>
Result<Value, TpmProblem> with_tpm(Use use) {
  const auto way = way_to_tpm();
  if (!way) return Unexpected{TpmProblem{Kind::none, "this machine has no TPM"}};
  const Library* const library = Library::get();
  if (library == nullptr) {
    return Unexpected{silent("libtss2 is not installed (libtss2-esys, libtss2-tctildr)")};
  }
  Session session(*library);
  if (const auto begun = session.begin(*way); !begun) return Unexpected{begun.error()};
  return use(*library, session);
}

#endif

}  // namespace

bool machine_has_tpm() { return way_to_tpm().has_value(); }

#if __has_include(<tss2/tss2_esys.h>)

Result<std::string, TpmProblem> seal_by_tpm(const SecretKey& key) {
  return with_tpm<std::string>([&](const Library&, Session& session) { return session.seal(key); });
}

Result<SecretKey, TpmProblem> open_by_tpm(std::string_view sealed) {
  const std::size_t head = magic.size() + name_bytes;
  if (sealed.size() <= head || !sealed.starts_with(magic)) {
    return Unexpected{TpmProblem{Kind::damaged, "the file is no sealed key"}};
  }
  return with_tpm<SecretKey>(
      [&](const Library& tss, Session& session) -> Result<SecretKey, TpmProblem> {
        if (sealed.substr(magic.size(), name_bytes) != session.primary_name()) {
          return Unexpected{TpmProblem{
              Kind::other, "the key was sealed by another TPM, or this one was cleared since"}};
        }
        const auto* const bytes = reinterpret_cast<const std::uint8_t*>(sealed.data());
        std::size_t at = head;
        TPM2B_PUBLIC outside{};
        TPM2B_PRIVATE inside{};
        if (tss.read_public(bytes, sealed.size(), &at, &outside) != TSS2_RC_SUCCESS ||
            tss.read_private(bytes, sealed.size(), &at, &inside) != TSS2_RC_SUCCESS ||
            at != sealed.size()) {
          return Unexpected{TpmProblem{Kind::damaged, "the file is no sealed key"}};
        }
        return session.open(outside, inside);
      });
}

#else

Result<std::string, TpmProblem> seal_by_tpm(const SecretKey&) {
  if (!way_to_tpm()) return Unexpected{TpmProblem{Kind::none, "this machine has no TPM"}};
  return Unexpected{TpmProblem{Kind::silent, "this program was built without libtss2-dev"}};
}

Result<SecretKey, TpmProblem> open_by_tpm(std::string_view) {
  if (!way_to_tpm()) return Unexpected{TpmProblem{Kind::none, "this machine has no TPM"}};
  return Unexpected{TpmProblem{Kind::silent, "this program was built without libtss2-dev"}};
}

#endif

}  // namespace vip::terminal
