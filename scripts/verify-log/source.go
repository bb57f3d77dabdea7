package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// errMissing says that a file is not there, as opposed to unreadable.
var errMissing = errors.New("missing")

// source gives the log's files by their path below its prefix.
type source interface {
	read(path string) ([]byte, error)
}

func newSource(place string) source {
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		return &web{prefix: strings.TrimSuffix(place, "/"), client: &http.Client{Timeout: 30 * time.Second}}
	}
	return directory(place)
}

type directory string

func (d directory) read(path string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(string(d), filepath.FromSlash(path)))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", path, errMissing)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %v", path, err)
	}
	return data, nil
}

type web struct {
	prefix string
	client *http.Client
}

// A bundle of 256 entries of 65,535 bytes is 16 MiB; nothing in a log is larger.
const maximumFileSize = 1 << 25

func (w *web) read(path string) ([]byte, error) {
	response, err := w.client.Get(w.prefix + "/" + path)
	if err != nil {
		return nil, fmt.Errorf("%s: %v", path, err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotFound {
		return nil, fmt.Errorf("%s: %w", path, errMissing)
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, response.Status)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maximumFileSize))
	if err != nil {
		return nil, fmt.Errorf("%s: %v", path, err)
	}
	return data, nil
}
