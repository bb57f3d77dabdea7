#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo take any number of arguments, which Swift cannot call; one function a type can.

static inline CURLcode parley_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode parley_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode parley_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode parley_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*parley_curl_transfer)(char *buffer, size_t size, size_t count, void *context);

static inline CURLcode parley_curl_set_transfer(CURL *handle, CURLoption option, parley_curl_transfer value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode parley_curl_response_code(CURL *handle, long *code) {
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, code);
}

static inline CURLcode parley_curl_set_up(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

// Encrypted or not at all, to this server and nowhere else whatever the environment says, and without signals.
static inline CURLcode parley_curl_secure(CURL *handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    CURLcode result = curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
#else
    CURLcode result = curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_SMTP | CURLPROTO_SMTPS));
#endif
    if (!result) result = curl_easy_setopt(handle, CURLOPT_PROXY, "");
    if (!result) result = curl_easy_setopt(handle, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    if (!result) result = curl_easy_setopt(handle, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
    if (!result) result = curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (!result) result = curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    if (!result) result = curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!result) result = curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    return result;
}
